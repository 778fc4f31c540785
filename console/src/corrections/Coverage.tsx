/** How many of the latest questions a correction answered. */

import { call } from "../client";
import { count, percent } from "../formats";
import { t } from "../i18n";
import { useLoaded } from "../load";

const LATEST = 200;

export function Coverage() {
  const { value } = useLoaded(
    (stop) => call("receipts:list", { capability: "knowledge:ask", limit: LATEST }, stop),
    [],
  ).value;
  if (value === null || value.receipts.length === 0) return null;
  const asked = value.receipts.length;
  const answered = value.receipts.filter(({ correction }) => correction !== null).length;
  return (
    <p class="faint coverage">
      {t("coverage", { asked: count(asked), answered: count(answered), share: percent(answered / asked) })}
    </p>
  );
}
