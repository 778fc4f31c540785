/** What live requests say of a canary beside what runs: each signal of both, and whether it would be taken back. */

import { call } from "../client";
import { cost, count, percent } from "../formats";
import { type Key, t } from "../i18n";
import type { Figure, Watched } from "../api";
import { useLoaded } from "../load";
import { told } from "../told";
import { Trouble } from "../Trouble";

const SIGNALS: Record<Figure["signal"], Key> = {
  errors: "signalErrors",
  refusals: "signalRefusals",
  complaints: "signalComplaints",
  corrected: "signalCorrected",
  slow: "signalSlow",
  dear: "signalDear",
};
const VERDICTS: Record<Watched["verdict"], { name: Key; colour: string }> = {
  waiting: { name: "canaryWaiting", colour: "waiting" },
  fine: { name: "canaryFine", colour: "ok" },
  worse: { name: "canaryWorse", colour: "failed" },
};

export function LiveSignals({ name }: { name: string }) {
  const loaded = useLoaded((stop) => call("releases:watch", { name, dry_run: true }, stop), [name]);
  const { value, error, busy } = loaded.value;
  return (
    <section class="live" aria-busy={busy}>
      <header>
        <h3>{t("liveSignals")}</h3>
        <button type="button" class="link" onClick={loaded.reload}>
          {t("reload")}
        </button>
      </header>
      <Trouble error={error} />
      {value && (
        <>
          <p>
            <span class={`state ${VERDICTS[value.verdict].colour}`}>{t(VERDICTS[value.verdict].name)}</span>{" "}
            {t("liveCounts", {
              requests: count(value.requests),
              beside: count(value.beside),
              running: value.running,
              next: count(value.next_at),
            })}
          </p>
          {value.why && <p class="caution">{told(value.why)}</p>}
          {value.figures.length > 0 && <Figures watched={value} />}
        </>
      )}
    </section>
  );
}

function Figures({ watched: { canary, running, figures } }: { watched: Watched }) {
  return (
    <div class="scrolled">
      <table class="figures">
        <thead>
          <tr>
            <td />
            <th scope="col">{canary}</th>
            <th scope="col">{running}</th>
            <th scope="col">{t("byChance")}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={figure.signal} class={figure.worse ? "worse" : ""}>
              <th scope="row">
                {t(SIGNALS[figure.signal])}
                {figure.worse && <span class="state failed">{t("canaryWorse")}</span>}
              </th>
              <td>{measured(figure.signal, figure.canary)}</td>
              <td>{measured(figure.signal, figure.running)}</td>
              <td>{percent(figure.chance)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function measured(signal: Figure["signal"], value: number | null): string {
  if (value === null) return "–";
  if (signal === "slow") return `${count(Math.round(value * 100) / 100)} s`;
  return signal === "dear" ? cost(value) : percent(value);
}
