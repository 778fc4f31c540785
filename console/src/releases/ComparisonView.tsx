/** Two runs of the same cases beside each other: as a picture, as figures, and the cases by name. */

import type { Comparison } from "../api";
import { Chart } from "../Chart";
import { cost, count, percent } from "../formats";
import { type Key, t } from "../i18n";
import { AXIS, BAR, type Fate, HEIGHT, interval, parts, WIDTH } from "./comparison";

const FATES: Record<Fate, Key> = {
  kept: "fateKept",
  better: "fateBetter",
  worse: "fateWorse",
  missed: "fateMissed",
};

export function ComparisonView({ name, told }: { name: string; told: Comparison }) {
  return (
    <>
      <Picture name={name} told={told} />
      <Figures told={told} />
    </>
  );
}

function Picture({ name, told }: { name: string; told: Comparison }) {
  const { low, at, high, zero, reach } = interval(told);
  const shown = parts(told).filter(({ cases }) => cases > 0);
  return (
    <Chart
      name={name}
      width={WIDTH}
      height={HEIGHT}
      below={
        <p class="axis" aria-hidden="true">
          <span>{percent(-reach, true)}</span>
          <span>
            {t("difference")} {percent(told.difference, true)}
          </span>
          <span>{percent(reach, true)}</span>
        </p>
      }
      beside={shown.map(({ fate, cases }) => (
        <span key={fate} class={`legend ${fate}`}>
          {t(FATES[fate], { n: count(cases) })}
        </span>
      ))}
    >
      {shown.map(({ fate, cases, x, width }) => (
        <rect key={fate} class={`fate ${fate}`} x={x} y={BAR.y} width={width} height={BAR.height}>
          <title>{t(FATES[fate], { n: count(cases) })}</title>
        </rect>
      ))}
      <line class="grid" x1="12" x2={WIDTH - 12} y1={AXIS} y2={AXIS} />
      <line class="zero" x1={zero} x2={zero} y1={AXIS - 10} y2={AXIS + 10} />
      <line class="whisker" x1={low} x2={high} y1={AXIS} y2={AXIS} />
      <circle class={`estimate ${leaning(told.difference)}`} cx={at} cy={AXIS} r="8" />
    </Chart>
  );
}

function leaning(difference: number): string {
  return difference < 0 ? "worse" : difference > 0 ? "better" : "";
}

function Figures({ told }: { told: Comparison }) {
  return (
    <div class="scrolled">
      <table class="figures">
        <thead>
          <tr>
            <td />
            <th scope="col">{t("before")}</th>
            <th scope="col">{t("after")}</th>
          </tr>
        </thead>
        <tbody>
          <Row name={t("passedShare")} before={percent(told.passed_before)} after={percent(told.passed_after)} />
          <Row
            name={t("difference95")}
            both={`${percent(told.difference, true)} (${percent(told.low, true)} … ${percent(told.high, true)})`}
          />
          <Row name={t("secondsEach")} before={count(told.seconds_before)} after={count(told.seconds_after)} />
          <Row name={t("costs")} before={cost(told.cost_before_microusd)} after={cost(told.cost_after_microusd)} />
          <Row name={t("byChance")} both={percent(told.chance)} />
        </tbody>
      </table>
    </div>
  );
}

interface RowProperties {
  name: string;
  before?: string;
  after?: string;
  /** One figure about the two. */
  both?: string;
}

function Row({ name, before, after, both }: RowProperties) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {both === undefined ? (
        <>
          <td>{before}</td>
          <td>{after}</td>
        </>
      ) : (
        <td colSpan={2}>{both}</td>
      )}
    </tr>
  );
}
