/** What a waiting correction contradicts: both answers beside each other, what is different, and what shall become of it. */

import { useSignal } from "@preact/signals";
import type { Conflict, Correction } from "../api";
import { Difference } from "../ask/Difference";
import { count, languageOf } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { Side } from "../Side";
import { authorName } from "../status";
import { type Choice, choices, type Decision, decided } from "./choices";
import { SCOPES } from "./names";

const KINDS: Record<Conflict["kind"], Key> = {
  "the same": "conflictSame",
  "the same elsewhere": "conflictElsewhere",
  close: "conflictClose",
};
const CHOICES: Record<Choice, Key> = { despite: "bothHold", supersedes: "takesPlace" };

interface Properties {
  correction: Correction;
  conflicts: readonly Conflict[];
  approve: (decision: Decision) => void;
}

export function Conflicts({ correction, conflicts, approve }: Properties) {
  const chosen = useSignal<Record<string, Choice>>({});
  const decision = decided(conflicts, chosen.value);
  return (
    <section class="conflicts" aria-label={t("conflicts")}>
      <h3>
        <Icon name="warning" />
        {t("conflictsCount", { n: count(conflicts.length) })}
      </h3>
      {conflicts.map((conflict) => (
        <OneConflict
          key={conflict.correction}
          correction={correction}
          conflict={conflict}
          chosen={chosen.value[conflict.correction]}
          choose={(choice) => (chosen.value = { ...chosen.value, [conflict.correction]: choice })}
        />
      ))}
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={decision === null}
          onClick={() => decision !== null && approve(decision)}
        >
          <Icon name="check" />
          {t("approve")}
        </button>
        {decision === null && <span class="note">{t("decideConflicts")}</span>}
      </div>
    </section>
  );
}

interface OneProperties {
  correction: Correction;
  conflict: Conflict;
  chosen: Choice | undefined;
  choose: (choice: Choice) => void;
}

function OneConflict({ correction, conflict, chosen, choose }: OneProperties) {
  const alike = `${Math.round(conflict.alike * 100)}%`;
  const scope = t(SCOPES[conflict.scope as keyof typeof SCOPES]);
  const theirs = [t(KINDS[conflict.kind], { alike }), authorName(conflict.author), scope];
  return (
    <div class="conflict">
      <div class="versus">
        <Side name={[t("thisOne"), authorName(correction.author)].join(" · ")}>
          <QuestionAndAnswer of={correction} />
        </Side>
        <Side name={theirs.join(" · ")}>
          <QuestionAndAnswer of={conflict} />
        </Side>
      </div>
      <Difference before={conflict.answer} after={correction.answer} />
      {choices(conflict).length > 0 && (
        <fieldset class="choices">
          <legend class="unseen">{t("whatBecomes", { question: conflict.question })}</legend>
          {choices(conflict).map((choice) => (
            <label key={choice} class="tick">
              <input
                type="radio"
                name={`${correction.id}-${conflict.correction}`}
                checked={chosen === choice}
                onChange={() => choose(choice)}
              />
              {t(CHOICES[choice])}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}

export function QuestionAndAnswer({ of }: { of: Pick<Conflict, "question" | "answer"> }) {
  return (
    <>
      <p lang={languageOf(of.question)}>
        <strong>{of.question}</strong>
      </p>
      <p class="said" lang={languageOf(of.answer)}>
        {of.answer}
      </p>
    </>
  );
}
