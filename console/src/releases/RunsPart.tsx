/** Runs of sets of cases: begun, gone on with, looked at, and two of them compared. */

import { useSignal } from "@preact/signals";
import type { Run } from "../api";
import { call } from "../client";
import { count, when } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { More, useListed } from "../listed";
import { notify } from "../notices";
import { authorName, isAdmin } from "../status";
import { Trouble } from "../Trouble";
import { WorkBar } from "../jobs/WorkBar";
import { work, works } from "../jobs/works";
import { Compare } from "./Compare";
import { CORRECTIONS, targetWord } from "./names";
import { NewRun } from "./NewRun";
import { Results } from "./Results";

export function RunsPart() {
  const { rows, error, busy, more, reload } = useListed(
    async (portion, stop) => (await call("evaluations:runs", portion, stop)).runs,
    [],
  );
  const runs = rows ?? [];
  const start = async ({ sets, target, corrections }: Pick<Run, "sets" | "target" | "corrections">) => {
    const done = await work(nameOf({ sets, target }), "evaluations:run", { sets, target, corrections });
    if (done) notify(t("runDone", { passed: count(done.passed), cases: count(done.cases) }));
    reload();
  };
  return (
    <>
      {isAdmin.value && <NewRun start={start} />}
      {isAdmin.value && runs.length > 1 && <Compare runs={runs} />}
      {Object.keys(works.value).map((of) => (
        <WorkBar key={of} of={of} />
      ))}
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {runs.map((run) => (
          <RunItem key={run.run} run={run} goOn={() => void start(run)} />
        ))}
      </ul>
      {rows?.length === 0 && <p class="none">{t("noRuns")}</p>}
      <More more={more} />
    </>
  );
}

function RunItem({ run, goOn }: { run: Run; goOn: () => void }) {
  const shown = useSignal(false);
  const ended = run.ended_us !== null;
  return (
    <li class="card release">
      <header>
        <h2>{run.sets.join(", ")}</h2>
        <span class={`state ${ended ? "ok" : "waiting"}`}>{t(ended ? "runEnded" : "runUnfinished")}</span>
      </header>
      <p class="faint">
        {targetWord(run.target)}
        {run.corrections !== "standing" && ` · ${t(CORRECTIONS[run.corrections])}`} · {authorName(run.actor)} ·{" "}
        {when(run.began_us)}
      </p>
      {isAdmin.value && !ended && (
        <div class="actions">
          <button type="button" class="quiet" disabled={nameOf(run) in works.value} onClick={goOn}>
            <Icon name="play" />
            {t("goOn")}
          </button>
        </div>
      )}
      {isAdmin.value && (
        <details class="history" onToggle={(event) => (shown.value = event.currentTarget.open)}>
          <summary>{t("results")}</summary>
          {shown.value && <Results run={run.run} />}
        </details>
      )}
    </li>
  );
}

function nameOf({ sets, target }: Pick<Run, "sets" | "target">): string {
  return [sets.join(", "), targetWord(target)].join(" · ");
}
