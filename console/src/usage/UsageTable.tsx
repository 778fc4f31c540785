/** Sums in a table, the whole at its foot. A cost that nobody knows is never shown as nothing. */

import type { Reply, UsageRow } from "../api";
import { cost, count, languageOf } from "../formats";
import { t } from "../i18n";
import { authorName } from "../status";
import { type Dimension, dimensionWord } from "./dimensions";

export function UsageTable({ by, report }: { by: Dimension; report: Reply<"usage:report"> }) {
  if (report.rows.length === 0) return <p class="none">{t("noUsage")}</p>;
  return (
    <div class="scrolled">
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{dimensionWord(by)}</th>
            <th scope="col">{t("requests")}</th>
            <th scope="col">{t("failedCalls")}</th>
            <th scope="col">{t("tokensIn")}</th>
            <th scope="col">{t("tokensOut")}</th>
            <th scope="col">{t("costs")}</th>
          </tr>
        </thead>
        <tbody>
          {report.rows.map((row, index) => (
            <Row key={index} name={named(by, row)} row={row} />
          ))}
        </tbody>
        <tfoot>
          <Row name={t("total")} row={report.total} />
        </tfoot>
      </table>
    </div>
  );
}

function named(by: Dimension, row: UsageRow): string {
  const name = row[by] || t("nobodys");
  return by === "actor" ? authorName(name) : name;
}

function Row({ name, row }: { name: string; row: UsageRow }) {
  return (
    <tr>
      <th scope="row" lang={languageOf(name)}>
        {name}
      </th>
      <td>{count(row.requests)}</td>
      <td>{count(row.failed)}</td>
      <td>{count(row.input_tokens)}</td>
      <td>{count(row.output_tokens)}</td>
      <td>{costs(row)}</td>
    </tr>
  );
}

/** What is known of the cost, and how many calls are not in it. */
export function costs({ cost_microusd, unpriced }: UsageRow): string {
  if (unpriced === 0) return cost(cost_microusd);
  const missing = t("unpricedCalls", { n: count(unpriced) });
  return cost_microusd ? `${cost(cost_microusd)} + ${missing}` : missing;
}
