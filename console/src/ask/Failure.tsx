/** Says what went wrong with a call, and what can be done. */

import type { ApiError } from "../client";
import { faultWord } from "../faults";
import { shortId } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { openReceipt } from "../route";

export function Failure({ error, again }: { error: ApiError; again?: () => void }) {
  const waiting = error.approval !== null;
  return (
    <div class={`failure ${waiting ? "waiting" : ""}`} role="alert">
      <Icon name="warning" />
      <div>
        <strong>{faultWord(error)}</strong>
        <p>{error.message}</p>
        <p class="actions">
          {again && (
            <button type="button" class="link" onClick={again}>
              {t("tryAgain")}
            </button>
          )}
          {error.receipt && (
            <button type="button" class="link" onClick={() => openReceipt(error.receipt!)}>
              {t("receipt")} <code>{shortId(error.receipt)}</code>
            </button>
          )}
        </p>
      </div>
    </div>
  );
}
