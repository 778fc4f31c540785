/** What people set right in the documents themselves, and a fact replaced wherever it is cited. */

import { useSignal } from "@preact/signals";
import type { Fix } from "../api";
import { Choice } from "../Choice";
import { call } from "../client";
import { t } from "../i18n";
import { More, useListed } from "../listed";
import { Trouble } from "../Trouble";
import { FixItem } from "./FixItem";
import { KINDS, STATES } from "./names";
import { ReplaceForm } from "./ReplaceForm";

export function FixesPart() {
  const state = useSignal<Fix["state"] | "">("");
  const kind = useSignal<Fix["kind"] | "">("");
  const { rows, error, busy, more, reload } = useListed(
    async (portion, stop) =>
      (await call("fixes:list", { state: state.value || null, kind: kind.value || null, ...portion }, stop)).fixes,
    [state.value, kind.value],
  );
  return (
    <>
      <details class="new">
        <summary>{t("replaceFact")}</summary>
        <ReplaceForm done={reload} />
      </details>
      <div class="filters">
        <Choice name="status" words={STATES} value={state.value} choose={(one) => (state.value = one)} />
        <Choice name="kind" words={KINDS} value={kind.value} choose={(one) => (kind.value = one)} />
      </div>
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {rows?.map((fix) => (
          <FixItem key={fix.id} fix={fix} changed={reload} />
        ))}
      </ul>
      {rows?.length === 0 && (
        <p class="none">{t(state.value === "" && kind.value === "" ? "noFixes" : "nothingFound")}</p>
      )}
      <More more={more} />
    </>
  );
}
