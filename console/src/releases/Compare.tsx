/** Two runs beside each other. */

import { useSignal } from "@preact/signals";
import type { Reply, Run } from "../api";
import { call } from "../client";
import { when } from "../formats";
import { t } from "../i18n";
import { complain } from "../notices";
import { ComparisonView } from "./ComparisonView";
import { targetWord } from "./names";
import { Pairs } from "./Pairs";

export function Compare({ runs }: { runs: readonly Run[] }) {
  const before = useSignal(runs[1]?.run ?? "");
  const after = useSignal(runs[0]?.run ?? "");
  const told = useSignal<Reply<"evaluations:compare"> | null>(null);
  const compare = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      told.value = await call("evaluations:compare", { before: before.value, after: after.value });
    } catch (error) {
      complain(error);
    }
  };
  return (
    <details class="new">
      <summary>{t("compareRuns")}</summary>
      <form class="filters" onSubmit={(event) => void compare(event)}>
        <Which name={t("before")} runs={runs} value={before.value} choose={(run) => (before.value = run)} />
        <Which name={t("after")} runs={runs} value={after.value} choose={(run) => (after.value = run)} />
        <button type="submit" class="quiet">
          {t("compare")}
        </button>
      </form>
      {told.value && (
        <div class="gate">
          <ComparisonView name={t("compareRuns")} told={told.value} />
          <Pairs title={t("gotWorse")} pairs={told.value.worse} urgent />
          <Pairs title={t("gotBetter")} pairs={told.value.better} />
        </div>
      )}
    </details>
  );
}

interface WhichProperties {
  name: string;
  runs: readonly Run[];
  value: string;
  choose: (run: string) => void;
}

function Which({ name, runs, value, choose }: WhichProperties) {
  return (
    <label>
      {name}
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {runs.map((run) => (
          <option key={run.run} value={run.run}>
            {`${run.sets.join(", ")} · ${targetWord(run.target)} · ${when(run.began_us)}`}
          </option>
        ))}
      </select>
    </label>
  );
}
