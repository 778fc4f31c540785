/** Everything that people corrected: find it, see its story, take it back, or answer a question beforehand. */

import { useSignal } from "@preact/signals";
import type { Correction } from "../api";
import { call } from "../client";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { Trouble } from "../Trouble";
import { ViewHead } from "../ViewHead";
import { CorrectionItem } from "./CorrectionItem";
import { NewCorrection } from "./NewCorrection";

type State = Correction["state"];

const STATES: readonly State[] = ["standing", "proposed", "superseded", "revoked", "expired"];

export function CorrectionsView() {
  const state = useSignal<State | "">("");
  const query = useSignal("");
  const loaded = useLoaded(
    (stop) => call("corrections:list", { state: state.value || null, query: query.value.trim(), limit: 200 }, stop),
    [state.value, query.value],
  );
  const { value, error, busy } = loaded.value;
  return (
    <div class="view">
      <ViewHead title={t("corrections")} lead={t("correctionsLead")} />
      <NewCorrection saved={loaded.reload} />
      <div class="filters">
        <label>
          {t("search")}
          <input type="search" value={query.value} onInput={(event) => (query.value = event.currentTarget.value)} />
        </label>
        <label>
          {t("status")}
          <select value={state.value} onChange={(event) => (state.value = event.currentTarget.value as State | "")}>
            <option value="">{t("all")}</option>
            {STATES.map((known) => (
              <option key={known} value={known}>
                {t(known)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {value?.corrections.map((correction) => (
          <CorrectionItem key={correction.id} correction={correction} changed={loaded.reload} />
        ))}
      </ul>
      {value?.corrections.length === 0 && <p class="none">{t("noCorrections")}</p>}
    </div>
  );
}
