/** What answers rest on: all documents with their state, a way in and a way out. */

import { useSignal } from "@preact/signals";
import { call } from "../client";
import { count } from "../formats";
import { t } from "../i18n";
import { More, useListed } from "../listed";
import { bases } from "../status";
import { Trouble } from "../Trouble";
import { DocumentItem } from "./DocumentItem";
import { DropZone } from "./DropZone";
import { Uploads } from "./Uploads";
import { arrived, uploadBase } from "./uploads";

export function DocumentsPart() {
  const base = useSignal("");
  const wanted = useSignal("");
  const { rows, error, busy, more, reload } = useListed(
    async (portion, stop) => {
      const which = { base: base.value || null, query: wanted.value.trim() };
      return (await call("knowledge:documents", { ...which, ...portion }, stop)).documents;
    },
    [base.value, wanted.value, arrived.value],
  );
  return (
    <>
      <DropZone />
      <Uploads />
      <div class="filters">
        <label>
          {t("filter")}
          <input type="search" value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} />
        </label>
        <Bases chosen={base.value} choose={(name) => (base.value = name)} />
        <UploadBase />
      </div>
      <Trouble error={error} />
      <p class="faint">{rows && t("documentsCount", { n: count(rows.length) + (more ? "+" : "") })}</p>
      <ul class="rows" aria-busy={busy}>
        {rows?.map((row) => (
          <DocumentItem key={row.id} row={row} changed={reload} />
        ))}
      </ul>
      <More more={more} />
      {rows?.length === 0 && <p class="none">{t("noDocuments")}</p>}
    </>
  );
}

function Bases({ chosen, choose }: { chosen: string; choose: (name: string) => void }) {
  return (
    <label>
      {t("base")}
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t("allBases")}</option>
        {bases.value?.map((base) => (
          <option key={base.name} value={base.name}>
            {base.name} ({count(base.documents)})
          </option>
        ))}
      </select>
    </label>
  );
}

function UploadBase() {
  return (
    <label>
      {t("addTo")}
      <input
        type="text"
        value={uploadBase.value}
        spellcheck={false}
        onChange={(event) => (uploadBase.value = event.currentTarget.value.trim() || "main")}
      />
    </label>
  );
}
