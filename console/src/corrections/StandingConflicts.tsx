/** Corrections in force that contradict each other, looked for when somebody wants to see them. */

import { useSignal } from "@preact/signals";
import type { Conflict } from "../api";
import { Difference } from "../ask/Difference";
import { call } from "../client";
import { percent } from "../formats";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { Side } from "../Side";
import { authorName } from "../status";
import { Trouble } from "../Trouble";
import { QuestionAndAnswer } from "./Conflicts";

const PAGE = 200;

export function StandingConflicts() {
  const shown = useSignal(false);
  return (
    <details class="new" onToggle={(event) => (shown.value = event.currentTarget.open)}>
      <summary>{t("standingConflicts")}</summary>
      {shown.value && <Found />}
    </details>
  );
}

function Found() {
  const limit = useSignal(PAGE);
  const { value, error, busy } = useLoaded(
    (stop) => call("corrections:conflicts", { standing: true, limit: limit.value }, stop),
    [limit.value],
  ).value;
  return (
    <div class="conflicts found" aria-busy={busy}>
      <Trouble error={error} />
      {value?.corrections.map((one) => (
        <section key={one.correction} class="conflict">
          <div class="versus">
            <Side name={t("thisOne")}>
              <QuestionAndAnswer of={one} />
            </Side>
            {one.conflicts.map((other) => (
              <Side key={other.correction} name={about(other)}>
                <QuestionAndAnswer of={other} />
                <Difference before={one.answer} after={other.answer} />
              </Side>
            ))}
          </div>
        </section>
      ))}
      {value?.corrections.length === 0 && <p>{t("noStandingConflicts")}</p>}
      {value?.looked === limit.value && (
        <button type="button" class="quiet more" onClick={() => (limit.value += PAGE)}>
          {t("more")}
        </button>
      )}
    </div>
  );
}

function about({ author, alike }: Conflict): string {
  return [authorName(author), t("groundAlike", { alike: percent(alike) })].join(" · ");
}
