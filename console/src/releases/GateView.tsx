/** What the latest gate of a release found: the verdict, why, the figures, and every case that changed. */

import type { GateReport } from "../api";
import { count } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { openReceipt } from "../route";
import { told } from "../told";
import { ComparisonView } from "./ComparisonView";
import { Pairs } from "./Pairs";

const VERDICTS: Record<GateReport["verdict"], Key> = {
  passed: "gatePassed",
  blocked: "gateBlocked",
  planned: "gatePlanned",
};

export function GateView({ report }: { report: GateReport }) {
  const { verdict, comparison, running } = report;
  return (
    <div class="gate">
      <h3 class={verdict === "blocked" ? "bad" : "good"}>
        <Icon name={verdict === "blocked" ? "warning" : "check"} />
        {t(VERDICTS[verdict])}
      </h3>
      {report.trial && <p class="note">{t("gateWasTrial")}</p>}
      <ul class="reasons">
        {report.why.map((reason, index) => (
          <li key={index}>{told(reason)}</li>
        ))}
      </ul>
      <p>{t("gateCounts", { cases: count(report.cases), passed: count(report.passed), asked: count(report.asked) })}</p>
      {comparison !== null && (
        <ComparisonView name={t("besideRunning", { running: running ?? "" })} told={comparison} />
      )}
      <Pairs title={t("brokenCases")} pairs={report.broken} urgent />
      <Pairs title={t("gotWorse")} pairs={report.worse} urgent />
      {comparison !== null && <Pairs title={t("gotBetter")} pairs={comparison.better} />}
      {report.changed.length > 0 && (
        <p class="caution">
          {t("changedSince")} {report.changed.join(", ")}
        </p>
      )}
      <div class="actions">
        <button type="button" class="quiet" onClick={() => openReceipt(report.gate)}>
          <Icon name="receipts" />
          {t("receipt")}
        </button>
      </div>
    </div>
  );
}
