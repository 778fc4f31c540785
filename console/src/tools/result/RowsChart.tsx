/** A column of numbers as bars, one for each row; what each says stands in the table, too. */

import { useSignal } from "@preact/signals";
import { Chart } from "../../Chart";
import { plain } from "../../approvals/plain";
import { count } from "../../formats";
import { t } from "../../i18n";
import type { Series } from "./views";

const HEIGHT = 200;
const FOOT = 40;
const WIDEST = 48;
const WIDTH = 720;

export function RowsChart({ all }: { all: readonly Series[] }) {
  const at = useSignal(0);
  const series = all[at.value] ?? all[0]!;
  const step = Math.min(WIDEST, Math.max(8, WIDTH / series.values.length));
  return (
    <Chart
      name={plain(series.name)}
      width={Math.max(WIDTH / 2, step * series.values.length)}
      height={HEIGHT + FOOT}
      beside={all.length > 1 && <Which all={all} at={at.value} choose={(one) => (at.value = one)} />}
    >
      <Bars series={series} step={step} />
    </Chart>
  );
}

function Which({ all, at, choose }: { all: readonly Series[]; at: number; choose: (at: number) => void }) {
  return (
    <select aria-label={t("columnShown")} value={at} onChange={(event) => choose(Number(event.currentTarget.value))}>
      {all.map(({ name }, index) => (
        <option key={name} value={index}>
          {plain(name)}
        </option>
      ))}
    </select>
  );
}

function Bars({ series: { values }, step }: { series: Series; step: number }) {
  const numbers = values.map((one) => one.value);
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  const y = (value: number) => ((high - value) / (high - low || 1)) * HEIGHT;
  // Labels that would stand on one another are left out.
  const every = Math.ceil(56 / step);
  return (
    <>
      {values.map(({ label, value }, index) => (
        <g key={index}>
          <rect
            class="bar"
            x={index * step + step * 0.1}
            width={step * 0.8}
            y={Math.min(y(value), y(0))}
            height={Math.max(1, Math.abs(y(value) - y(0)))}
          >
            <title>{`${plain(label)}: ${count(value)}`}</title>
          </rect>
          {index % every === 0 && (
            <text x={index * step + step / 2} y={HEIGHT + 16} text-anchor="middle">
              {plain(label.slice(0, Math.max(6, Math.floor((step * every) / 8))))}
            </text>
          )}
        </g>
      ))}
      <line class="grid" x1={0} x2={values.length * step} y1={y(0)} y2={y(0)} />
    </>
  );
}
