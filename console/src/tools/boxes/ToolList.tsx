/** The tools of a toolbox: what each may do, and how it has been doing. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import type { ToolRecord, ToolRow } from "../../api";
import { count, languageOf } from "../../formats";
import { t } from "../../i18n";
import { told } from "../../told";
import { RiskBadge } from "../RiskBadge";
import { briefly } from "../tool/Evidence";

/** From so many on they are searched. */
const MANY = 12;

export function ToolList({ tools, records }: { tools: readonly ToolRow[]; records: readonly ToolRecord[] }) {
  const wanted = useSignal("");
  const word = wanted.value.trim().toLowerCase();
  const found = tools.filter((row) =>
    `${row.name} ${told(row.title)} ${told(row.description)}`.toLowerCase().includes(word),
  );
  return (
    <section>
      <h3>{t("toolsCount", { n: count(tools.length) })}</h3>
      {tools.length >= MANY && (
        <div class="filters">
          <label>
            {t("search")}
            <input type="search" value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} />
          </label>
        </div>
      )}
      <ul class="rows">
        {found.map((row) => (
          <Item key={row.name} row={row} record={records.find((one) => one.tool === row.name)} />
        ))}
      </ul>
    </section>
  );
}

function Item({ row, record }: { row: ToolRow; record: ToolRecord | undefined }) {
  const title = told(row.title);
  return (
    <li>
      <a class="row" href={`#/tools/boxes/${encodeURIComponent(row.name)}`}>
        <span class="row-main" lang={languageOf(title)}>
          {plain(title)}
        </span>
        <RiskBadge risk={row.risk} />
        <span class="row-more">
          <code>{row.name}</code>
          {record && ` · ${briefly(record)}`}
        </span>
      </a>
    </li>
  );
}
