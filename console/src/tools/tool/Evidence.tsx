/** What the receipts say of a tool. */

import type { ToolRecord } from "../../api";
import { cost, count, duration, percent, when } from "../../formats";
import { t } from "../../i18n";
import { Fact } from "../../receipts/Fact";

export function Evidence({ record }: { record: ToolRecord | undefined }) {
  return (
    <section>
      <h3>{t("evidence")}</h3>
      {record === undefined ? <p class="faint">{t("neverCalled")}</p> : <Facts record={record} />}
    </section>
  );
}

function Facts({ record }: { record: ToolRecord }) {
  const well = success(record);
  return (
    <dl class="facts">
      <Fact name={t("callsMade")}>
        {t("callsByPeople", { n: count(record.calls), people: count(record.people) })} · {when(record.last_us)}
      </Fact>
      {well !== null && (
        <Fact name={t("wentWell")}>
          {percent(well)} · {t("failedOf", { n: count(record.failed) })}
        </Fact>
      )}
      {record.refused > 0 && <Fact name={t("keptFromIt")}>{count(record.refused)}</Fact>}
      {record.usual_s !== null && record.slow_s !== null && (
        <Fact name={t("takes")}>
          {t("usualSlow", { usual: seconds(record.usual_s), slow: seconds(record.slow_s) })}
        </Fact>
      )}
      <Fact name={t("correctedTimes")}>{count(record.corrected)}</Fact>
      {record.cost_microusd !== null && <Fact name={t("costs")}>{cost(record.cost_microusd)}</Fact>}
    </dl>
  );
}

/** In a line of a list. */
export function briefly(record: ToolRecord): string {
  const well = success(record);
  return [
    t("callsCount", { n: count(record.calls) }),
    ...(well === null ? [] : [t("wellShare", { share: percent(well) })]),
  ].join(" · ");
}

/** Of the calls that reached it, the share that did what was asked; null where none did. */
function success({ calls, refused, failed }: ToolRecord): number | null {
  const reached = calls - refused;
  return reached === 0 ? null : 1 - failed / reached;
}

function seconds(value: number): string {
  return duration(value * 1_000_000);
}
