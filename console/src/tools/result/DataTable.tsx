/** Rows as a table that can be put in order, copied, and taken along as CSV. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import { count } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { isObject } from "../../json";
import { complain, notify } from "../../notices";
import { csv, saveFile } from "../../save";
import { told } from "../../told";
import { Data, Scalar } from "./Data";
import { isWords, type Table } from "./shapes";
import { type Sorting, sorted } from "./sorted";

const MOST_ROWS = 200;

export function DataTable({ table, depth }: { table: Table; depth: number }) {
  const sorting = useSignal<Sorting | null>(null);
  const { columns } = table;
  const rows = sorted(table.rows, sorting.value);
  const more = rows.length - MOST_ROWS;
  return (
    <>
      <div class="scrolled" tabIndex={0} role="region" aria-label={t("resultTable")}>
        <table class="figures texts-table">
          <thead>
            <tr>
              {columns.map((name, at) => (
                <Head key={name} name={name} at={at} sorting={sorting.value} sort={(next) => (sorting.value = next)} />
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
        <button type="button" class="quiet" onClick={() => void copy({ columns, rows })}>
          <Icon name="copy" />
          {t("copyTable")}
        </button>
        <button type="button" class="quiet" onClick={() => save({ columns, rows })}>
          <Icon name="download" />
          {t("exportCsv")}
        </button>
      </div>
    </>
  );
}

interface HeadProperties {
  name: string;
  at: number;
  sorting: Sorting | null;
  sort: (sorting: Sorting | null) => void;
}

/** Up, down, and as it came. */
function Head({ name, at, sorting, sort }: HeadProperties) {
  const own = sorting?.at === at ? sorting : null;
  const next = own === null ? { at, isDown: false } : own.isDown ? null : { at, isDown: true };
  return (
    <th scope="col" aria-sort={own === null ? "none" : own.isDown ? "descending" : "ascending"}>
      <button type="button" class="link sorter" onClick={() => sort(next)}>
        {plain(name)}
        {own && <Icon name={own.isDown ? "down" : "up"} />}
      </button>
    </th>
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

/** As spreadsheets take it in: tabs between cells, which therefore have none. */
async function copy({ columns, rows }: Table): Promise<void> {
  const lines = [columns, ...rows].map((row) => row.map((one) => String(cell(one) ?? "").replace(/\s+/g, " ")));
  try {
    await navigator.clipboard.writeText(lines.map((line) => line.join("\t")).join("\n"));
    notify(t("copied"));
  } catch (error) {
    complain(error);
  }
}

function save({ columns, rows }: Table): void {
  const lines = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, cell(row[at])])));
  saveFile(new Blob([csv(lines)], { type: "text/csv" }), "result.csv");
}

function cell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : (value as string | number | boolean);
}
