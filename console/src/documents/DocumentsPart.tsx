/** What answers rest on: all documents with their state, a way in and a way out. */

import { useSignal } from "@preact/signals";
import { call } from "../client";
import { count } from "../formats";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { bases } from "../status";
import { Trouble } from "../Trouble";
import { DocumentItem } from "./DocumentItem";
import { DropZone } from "./DropZone";
import { Uploads } from "./Uploads";
import { arrived, uploadBase } from "./uploads";

const PAGE = 200;

export function DocumentsPart() {
  const base = useSignal("");
  const wanted = useSignal("");
  const shown = useSignal(PAGE);
  const loaded = useLoaded(
    (stop) => call("knowledge:documents", { base: base.value || null }, stop),
    [base.value, arrived.value],
  );
  const { value, error, busy } = loaded.value;
  const word = wanted.value.trim().toLowerCase();
  const documents = (value?.documents ?? []).filter((row) => `${row.path} ${row.title}`.toLowerCase().includes(word));
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
      <p class="faint">{value && t("documentsCount", { n: count(documents.length) })}</p>
      <ul class="rows" aria-busy={busy}>
        {documents.slice(0, shown.value).map((row) => (
          <DocumentItem key={row.id} row={row} changed={loaded.reload} />
        ))}
      </ul>
      {documents.length > shown.value && (
        <button type="button" class="quiet more" onClick={() => (shown.value += PAGE)}>
          {t("more")}
        </button>
      )}
      {value && documents.length === 0 && <p class="none">{t("noDocuments")}</p>}
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
