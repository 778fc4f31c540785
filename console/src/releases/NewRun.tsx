/** Puts sets of cases to whoever is asked. */

import { useSignal } from "@preact/signals";
import type { Run } from "../api";
import { t } from "../i18n";
import { Icon } from "../icons";
import { Asked } from "./Asked";
import { CORRECTIONS } from "./names";
import { SetChoice, useSet } from "./SetChoice";
import { USUAL } from "./targets";

export function NewRun({ start }: { start: (what: Pick<Run, "sets" | "target" | "corrections">) => Promise<void> }) {
  const target = useSignal(USUAL);
  const corrections = useSignal<Run["corrections"]>("standing");
  const cases = useSet();
  const run = (event: SubmitEvent) => {
    event.preventDefault();
    void start({ sets: [cases.set], target: target.value, corrections: corrections.value });
  };
  return (
    <form class="filters" onSubmit={run}>
      <SetChoice {...cases} />
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
      <button type="submit" class="primary" disabled={cases.set === ""}>
        <Icon name="play" />
        {t("run")}
      </button>
    </form>
  );
}
