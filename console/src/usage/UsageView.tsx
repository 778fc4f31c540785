/** What was used and what it cost: by day, and by whom, which team or which model. */

import { useSignal } from "@preact/signals";
import type { Input, Reply } from "../api";
import { call, callAny } from "../client";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { complain } from "../notices";
import { saveFile } from "../save";
import { Trouble } from "../Trouble";
import { ViewHead } from "../ViewHead";
import { type Dimension, DIMENSIONS, dimensionWord } from "./dimensions";
import { UsageChart } from "./UsageChart";
import { UsageTable } from "./UsageTable";

type Period = Pick<Input<"usage:report">, "since" | "until">;

export function UsageView() {
  const by = useSignal<Dimension>("actor");
  const since = useSignal("");
  const until = useSignal("");
  const period: Period = { since: since.value || null, until: until.value || null };
  const { value, error, busy } = useLoaded(
    (stop) => reports(by.value, period, stop),
    [by.value, since.value, until.value],
  ).value;
  return (
    <div class="view usage">
      <ViewHead title={t("usage")} lead={t("usageLead")} />
      <div class="filters">
        <label>
          {t("by")}
          <select value={by.value} onChange={(event) => (by.value = event.currentTarget.value as Dimension)}>
            {DIMENSIONS.map((one) => (
              <option key={one} value={one}>
                {dimensionWord(one)}
              </option>
            ))}
          </select>
        </label>
        <Day name={t("from")} value={since.value} choose={(day) => (since.value = day)} />
        <Day name={t("to")} value={until.value} choose={(day) => (until.value = day)} />
        <button type="button" class="quiet" onClick={() => void exported({ by: [by.value], ...period })}>
          <Icon name="documents" />
          {t("exportCsv")}
        </button>
      </div>
      <Trouble error={error} />
      <div class="part" aria-busy={busy}>
        {value && <UsageChart report={value.days} />}
        {value && <UsageTable by={value.by} report={value.rows} />}
      </div>
    </div>
  );
}

interface Reports {
  by: Dimension;
  days: Reply<"usage:report">;
  rows: Reply<"usage:report">;
}

async function reports(by: Dimension, period: Period, stop: AbortSignal): Promise<Reports> {
  const [days, rows] = await Promise.all([
    call("usage:report", { by: ["day"], ...period }, stop),
    call("usage:report", { by: [by], ...period }, stop),
  ]);
  return { by, days, rows };
}

async function exported(input: Input<"usage:export">): Promise<void> {
  try {
    saveFile((await callAny("usage:export", input)) as Blob, "wainao-usage.csv");
  } catch (error) {
    complain(error);
  }
}

function Day({ name, value, choose }: { name: string; value: string; choose: (day: string) => void }) {
  return (
    <label>
      {name}
      <input type="date" value={value} onChange={(event) => choose(event.currentTarget.value)} />
    </label>
  );
}
