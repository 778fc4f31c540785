/** Rows that are texts more than figures, each as a card. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import { t } from "../../i18n";
import { Data, Scalar } from "./Data";
import type { Table } from "./shapes";
import { titleColumn } from "./views";

const PAGE = 24;

export function Cards({ table, depth }: { table: Table; depth: number }) {
  const shown = useSignal(PAGE);
  const { columns, rows } = table;
  const title = titleColumn(table);
  return (
    <>
      <ul class="tool-grid">
        {rows.slice(0, shown.value).map((row, index) => (
          <li key={index} class="card result-card">
            <strong>
              <Scalar value={row[title]} />
            </strong>
            <dl>
              {columns.map((name, at) =>
                at === title || row[at] === undefined || row[at] === null ? null : (
                  <div key={name}>
                    <dt class="faint">{plain(name)}</dt>
                    <dd>
                      <Data value={row[at]} depth={depth + 2} />
                    </dd>
                  </div>
                ),
              )}
            </dl>
          </li>
        ))}
      </ul>
      {rows.length > shown.value && (
        <button type="button" class="quiet more" onClick={() => (shown.value += PAGE)}>
          {t("more")}
        </button>
      )}
    </>
  );
}
