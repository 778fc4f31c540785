/** Puts sets of cases to whoever is asked. */

import { useSignal } from "@preact/signals";
import type { Run } from "../api";
import { call } from "../client";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { Asked } from "./Asked";
import { CORRECTIONS } from "./names";
import { USUAL } from "./targets";

export function NewRun({ start }: { start: (what: Pick<Run, "sets" | "target" | "corrections">) => Promise<void> }) {
  const target = useSignal(USUAL);
  const chosen = useSignal("");
  const corrections = useSignal<Run["corrections"]>("standing");
  const sets = useLoaded((stop) => call("evaluations:sets", {}, stop), []).value.value?.sets ?? [];
  const set = chosen.value || (sets[0]?.name ?? "");
  const run = (event: SubmitEvent) => {
    event.preventDefault();
    void start({ sets: [set], target: target.value, corrections: corrections.value });
  };
  return (
    <form class="filters" onSubmit={run}>
      <label>
        {t("caseSet")}
        <select required value={set} onChange={(event) => (chosen.value = event.currentTarget.value)}>
          {sets.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("corrections")}
        <select
          value={corrections.value}
          onChange={(event) => (corrections.value = event.currentTarget.value as Run["corrections"])}
        >
          {(Object.keys(CORRECTIONS) as Run["corrections"][]).map((one) => (
            <option key={one} value={one}>
              {t(CORRECTIONS[one])}
            </option>
          ))}
        </select>
      </label>
      <Asked target={target} />
      <button type="submit" class="primary" disabled={set === ""}>
        <Icon name="play" />
        {t("run")}
      </button>
    </form>
  );
}
