/** Sizes and licences over time, a dot for each model; all that it shows also stands in the list. */

import type { CatalogueRow } from "../api";
import { Chart } from "../Chart";
import { t } from "../i18n";
import { open } from "../route";
import { COMMERCIALS, commercialWord, parameters } from "./kinds";
import { HEIGHT, picture, WIDTH } from "./timeline";

export function Timeline({ rows }: { rows: readonly CatalogueRow[] }) {
  const { dots, years, sizes } = picture(rows);
  if (dots.length === 0) return null;
  return (
    <Chart
      name={t("sizesOverTime")}
      width={WIDTH}
      height={HEIGHT}
      beside={COMMERCIALS.map((one) => (
        <span key={one} class={`legend ${one}`}>
          {commercialWord(one)}
        </span>
      ))}
    >
      {sizes.map(({ at, words }) => (
        <g key={words}>
          <line class="grid" x1="44" x2={WIDTH} y1={at} y2={at} />
          <text x="38" y={at + 4} text-anchor="end">
            {words}
          </text>
        </g>
      ))}
      {years.map(({ at, words }) => (
        <text key={words} x={at} y={HEIGHT - 6} text-anchor="middle">
          {words}
        </text>
      ))}
      {dots.map(({ row, x, y }) => (
        <circle
          key={row.name}
          class={`dot-of ${row.commercial}`}
          cx={x}
          cy={y}
          r="4"
          onClick={() => open({ kind: "card", model: row.name })}
        >
          <title>{`${row.name} · ${parameters(row)} · ${row.licence} · ${row.released}`}</title>
        </circle>
      ))}
    </Chart>
  );
}
