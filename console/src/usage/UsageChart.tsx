/** Use by day as bars; all that it shows also stands in the table by day. */

import { useSignal } from "@preact/signals";
import type { Reply, UsageRow } from "../api";
import { Chart } from "../Chart";
import { cost, count, day } from "../formats";
import { type Key, t } from "../i18n";
import { FLOOR, HEIGHT, picture, WIDTH } from "./bars";
import { costs } from "./UsageTable";

type Measure = "requests" | "tokensWord" | "costs";

const MEASURES: readonly Measure[] = ["requests", "tokensWord", "costs"] satisfies readonly Key[];
const OF: Record<Measure, (row: UsageRow) => number> = {
  requests: (row) => row.requests,
  tokensWord: (row) => row.input_tokens + row.output_tokens,
  costs: (row) => row.cost_microusd ?? 0,
};

export function UsageChart({ report }: { report: Reply<"usage:report"> }) {
  const measure = useSignal<Measure>("requests");
  const { bars, top } = picture(report.rows, report.since, report.until, OF[measure.value]);
  const inMoney = measure.value === "costs";
  const words = (value: number) => (inMoney ? cost(value) : count(value));
  const first = bars[0]!;
  const last = bars.at(-1)!;
  return (
    <>
      <Chart
        name={t("byDay")}
        width={WIDTH}
        height={HEIGHT}
        beside={
          <span class="switch">
            {MEASURES.map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={measure.value === one}
                onClick={() => (measure.value = one)}
              >
                {t(one)}
              </button>
            ))}
          </span>
        }
      >
        <line class="grid" x1="56" x2={WIDTH} y1={FLOOR} y2={FLOOR} />
        {top > 0 && (
          <text x="0" y="28">
            {inMoney ? (top / 1_000_000).toPrecision(2) : count(top)}
          </text>
        )}
        {bars.map((bar) => (
          <g key={bar.day}>
            <rect class="bar" x={bar.x} y={FLOOR - bar.height} width={bar.width} height={bar.height} rx="2">
              <title>{`${day(bar.day)} · ${inMoney && bar.row ? costs(bar.row) : words(bar.value)}`}</title>
            </rect>
            {inMoney && bar.row !== null && bar.row.unpriced > 0 && (
              <text class="unpriced" x={bar.x + bar.width / 2} y={FLOOR - bar.height - 4} text-anchor="middle">
                ?<title>{`${day(bar.day)} · ${costs(bar.row)}`}</title>
              </text>
            )}
          </g>
        ))}
        <text x={first.x} y={HEIGHT - 6}>
          {day(first.day)}
        </text>
        {last !== first && (
          <text x={WIDTH} y={HEIGHT - 6} text-anchor="end">
            {day(last.day)}
          </text>
        )}
      </Chart>
      {inMoney && report.total.unpriced > 0 && (
        <p class="caution">{t("someUnpriced", { n: count(report.total.unpriced) })}</p>
      )}
    </>
  );
}
