/** Other wordings of corrected questions, found in what was asked or written by a model: accepted or refused many at once. */

import { useSignal } from "@preact/signals";
import type { Suggestion } from "../api";
import { call } from "../client";
import { count, languageOf } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { complain, notify } from "../notices";
import { isAdmin } from "../status";
import { told } from "../told";
import { Trouble } from "../Trouble";
import { FindWordings } from "./FindWordings";
import { decideAll, type Waiting, waiting } from "./waiting";

const LIMIT = 200;

export function SuggestPart() {
  const found = useSignal<readonly Suggestion[]>([]);
  const ticked = useSignal<ReadonlySet<string>>(new Set());
  const loaded = useLoaded((stop) => call("corrections:list", { pending: true, limit: LIMIT }, stop), []);
  const { value, error, busy } = loaded.value;
  const groups = waiting(value?.corrections ?? [], found.value);
  const all = groups.flatMap(({ wordings }) => wordings);
  const chosen = all.filter(({ key }) => ticked.value.has(key));
  const toggle = (keys: readonly string[], on: boolean) =>
    (ticked.value = new Set([...ticked.value].filter((key) => !keys.includes(key)).concat(on ? keys : [])));
  const decide = async (deed: "approve" | "revoke") => {
    const { done, problem } = await decideAll(deed, chosen);
    if (done > 0) notify(t(deed === "approve" ? "wordingsAccepted" : "wordingsRefused", { n: count(done) }));
    if (problem) complain(problem);
    loaded.reload();
  };
  return (
    <>
      {isAdmin.value && (
        <FindWordings
          done={(suggestions) => {
            found.value = suggestions;
            loaded.reload();
          }}
        />
      )}
      <Trouble error={error} />
      {all.length > 0 && (
        <div class="bulk">
          <label class="tick">
            <input
              type="checkbox"
              checked={chosen.length === all.length}
              onChange={(event) =>
                toggle(
                  all.map(({ key }) => key),
                  event.currentTarget.checked,
                )
              }
            />
            {t("chosenOf", { n: count(chosen.length), all: count(all.length) })}
          </label>
          <button type="button" class="quiet" disabled={chosen.length === 0} onClick={() => void decide("revoke")}>
            <Icon name="close" />
            {t("refuseChosen")}
          </button>
          <button type="button" class="primary" disabled={chosen.length === 0} onClick={() => void decide("approve")}>
            <Icon name="check" />
            {t("acceptChosen")}
          </button>
        </div>
      )}
      <ul class="cards" aria-busy={busy}>
        {groups.map(({ correction, wordings }) => (
          <li key={correction.id} class="card waiting-of">
            <h2 lang={languageOf(correction.question)}>{correction.question}</h2>
            <p class="said" lang={languageOf(correction.answer)}>
              {correction.answer}
            </p>
            <ul class="waiting-list" aria-label={t("pending")}>
              {wordings.map((wording) => (
                <Wording key={wording.key} wording={wording} chosen={chosen.includes(wording)} toggle={toggle} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {value && all.length === 0 && <p class="none">{t("noWordingsWait")}</p>}
    </>
  );
}

interface WordingProperties {
  wording: Waiting;
  chosen: boolean;
  toggle: (keys: readonly string[], on: boolean) => void;
}

function Wording({ wording: { key, question, suggestion }, chosen, toggle }: WordingProperties) {
  return (
    <li>
      <label class="tick">
        <input type="checkbox" checked={chosen} onChange={(event) => toggle([key], event.currentTarget.checked)} />
        <span>
          <span lang={languageOf(question)}>{question}</span>
          {suggestion && <span class="faint"> {reason(suggestion)}</span>}
        </span>
      </label>
    </li>
  );
}

function reason({ by, times, why }: Suggestion): string {
  const from = by === "model" ? t("writtenByModel") : t("askedTimes", { n: count(times) });
  return [from, told(why)].filter(Boolean).join(" · ");
}
