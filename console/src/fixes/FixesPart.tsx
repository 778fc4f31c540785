/** What people set right in the documents themselves, and a fact replaced wherever it is cited. */

import { useSignal } from "@preact/signals";
import type { Fix } from "../api";
import { Choice } from "../Choice";
import { call } from "../client";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { Trouble } from "../Trouble";
import { FixItem } from "./FixItem";
import { KINDS, STATES } from "./names";
import { ReplaceForm } from "./ReplaceForm";

const PAGE = 50;

export function FixesPart() {
  const state = useSignal<Fix["state"] | "">("");
  const kind = useSignal<Fix["kind"] | "">("");
  const shown = useSignal(PAGE);
  const loaded = useLoaded(
    (stop) => call("fixes:list", { state: state.value || null, kind: kind.value || null, limit: shown.value }, stop),
    [state.value, kind.value, shown.value],
  );
  const { value, error, busy } = loaded.value;
  return (
    <>
      <details class="new">
        <summary>{t("replaceFact")}</summary>
        <ReplaceForm done={loaded.reload} />
      </details>
      <div class="filters">
        <Choice name="status" words={STATES} value={state.value} choose={(one) => (state.value = one)} />
        <Choice name="kind" words={KINDS} value={kind.value} choose={(one) => (kind.value = one)} />
      </div>
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {value?.fixes.map((fix) => (
          <FixItem key={fix.id} fix={fix} changed={loaded.reload} />
        ))}
      </ul>
      {value?.fixes.length === 0 && (
        <p class="none">{t(state.value === "" && kind.value === "" ? "noFixes" : "nothingFound")}</p>
      )}
      {value?.fixes.length === shown.value && (
        <button type="button" class="quiet more" onClick={() => (shown.value += PAGE)}>
          {t("more")}
        </button>
      )}
    </>
  );
}
