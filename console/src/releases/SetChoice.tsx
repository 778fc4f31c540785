/** Which set of cases; the first one until somebody chooses. */

import { useSignal } from "@preact/signals";
import { call } from "../client";
import { t } from "../i18n";
import { useLoaded } from "../load";

/** What is chosen ("" where there is no set at all), and what there is to choose from. */
export function useSet() {
  const chosen = useSignal("");
  const sets = useLoaded((stop) => call("evaluations:sets", { limit: 1_000 }, stop), []).value.value?.sets ?? [];
  return {
    set: chosen.value || (sets[0]?.name ?? ""),
    names: sets.map(({ name }) => name),
    choose: (name: string) => (chosen.value = name),
  };
}

export function SetChoice({ set, names, choose }: ReturnType<typeof useSet>) {
  return (
    <label>
      {t("caseSet")}
      <select required value={set} onChange={(event) => choose(event.currentTarget.value)}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
