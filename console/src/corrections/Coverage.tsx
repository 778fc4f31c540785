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
  // What an evaluation asks, nobody asked.
  const questions = value?.receipts.filter(({ parent }) => parent === null) ?? [];
  if (questions.length === 0) return null;
  const asked = questions.length;
  const answered = questions.filter(({ correction }) => correction !== null).length;
  return (
    <p class="faint coverage">
      {t("coverage", { asked: count(asked), answered: count(answered), share: percent(answered / asked) })}
    </p>
  );
}
