/** Rows as whatever fits them: a table, a chart, a map, cards. */

import { useSignal } from "@preact/signals";
import { type Key, t } from "../../i18n";
import { Cards } from "./Cards";
import { DataTable } from "./DataTable";
import { RowsChart } from "./RowsChart";
import { RowsMap } from "./RowsMap";
import type { Table } from "./shapes";
import { pointsOf, seriesOf, type ViewName, viewsOf } from "./views";

const NAMES: Record<ViewName, Key> = { table: "asTable", chart: "asChart", map: "asMap", cards: "asCards" };

export function TableViews({ table, depth }: { table: Table; depth: number }) {
  const chosen = useSignal<ViewName>("table");
  const views = viewsOf(table);
  const view = views.includes(chosen.value) ? chosen.value : "table";
  return (
    <>
      {views.length > 1 && (
        <div class="switch" role="group" aria-label={t("shownAs")}>
          {views.map((one) => (
            <button key={one} type="button" aria-pressed={one === view} onClick={() => (chosen.value = one)}>
              {t(NAMES[one])}
            </button>
          ))}
        </div>
      )}
      {view === "chart" && <RowsChart all={seriesOf(table)} />}
      {view === "map" && <RowsMap points={pointsOf(table)} />}
      {view === "cards" && <Cards table={table} depth={depth} />}
      {view === "table" && <DataTable table={table} depth={depth} />}
    </>
  );
}
