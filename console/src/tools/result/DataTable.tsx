/** Rows as a table that can be taken along as CSV. */

import { plain } from "../../approvals/plain";
import { count } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { isObject } from "../../json";
import { csv, saveFile } from "../../save";
import { told } from "../../told";
import { Data, Scalar } from "./Data";
import { isWords, type Table } from "./shapes";

const MOST_ROWS = 200;

export function DataTable({ table, depth }: { table: Table; depth: number }) {
  const { columns, rows } = table;
  const more = rows.length - MOST_ROWS;
  return (
    <>
      <div class="scrolled" tabIndex={0} role="region" aria-label={t("resultTable")}>
        <table class="figures texts-table">
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {plain(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_ROWS).map((row, index) => (
              <tr key={index}>
                {columns.map((name, at) => (
                  <td key={name}>
                    <Cell value={row[at]} depth={depth} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="actions">
        {more > 0 && <span class="faint">{t("andMore", { n: count(more) })}</span>}
        <button type="button" class="quiet" onClick={() => save(table)}>
          <Icon name="download" />
          {t("exportCsv")}
        </button>
      </div>
    </>
  );
}

function Cell({ value, depth }: { value: unknown; depth: number }) {
  if (isWords(value)) return <Scalar value={told(value)} />;
  if (!Array.isArray(value) && !isObject(value)) return <Scalar value={value} />;
  return (
    <details>
      <summary>{t("partsCount", { n: count(Object.keys(value).length) })}</summary>
      <Data value={value} depth={depth + 1} />
    </details>
  );
}

function save({ columns, rows }: Table): void {
  const lines = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, cell(row[at])])));
  saveFile(new Blob([csv(lines)], { type: "text/csv" }), "result.csv");
}

function cell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : (value as string | number | boolean);
}
