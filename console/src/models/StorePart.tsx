/** The store: models that can be had, on what terms, and whether they run here. */

import { useSignal } from "@preact/signals";
import type { CatalogueRow } from "../api";
import { call } from "../client";
import { count } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { csv, saveFile } from "../save";
import { isAdmin } from "../status";
import { Trouble } from "../Trouble";
import { AddFile } from "./AddFile";
import { Families } from "./Families";
import { commercialWords, KINDS, kindWord } from "./kinds";
import { LocalModels } from "./LocalModels";
import { StoreItem } from "./StoreItem";
import { Timeline } from "./Timeline";

const PAGE = 50;

interface Wanted {
  query: string;
  kind: string;
  licence: string;
  commercial: string;
  fits: boolean;
}

const ANYTHING: Wanted = { query: "", kind: "", licence: "", commercial: "", fits: false };

export function StorePart() {
  const { value, error, busy } = useLoaded((stop) => call("models:catalogue", {}, stop), []).value;
  const wanted = useSignal(ANYTHING);
  const shown = useSignal(PAGE);
  const rows = (value?.models ?? []).filter((row) => suits(row, wanted.value));
  const want = (part: Partial<Wanted>) => {
    wanted.value = { ...wanted.value, ...part };
    shown.value = PAGE;
  };
  return (
    <>
      {isAdmin.value && <LocalModels />}
      {isAdmin.value && <AddFile />}
      <Filters wanted={wanted.value} want={want} licences={value?.licences.map(({ id }) => id) ?? []} />
      <Trouble error={error} />
      {value && (
        <div class="actions">
          <p class="faint">{t("modelsCount", { n: count(rows.length), all: count(value.total) })}</p>
          <span class="space" />
          <button type="button" class="quiet" disabled={rows.length === 0} onClick={() => exported(rows)}>
            <Icon name="documents" />
            {t("exportCsv")}
          </button>
        </div>
      )}
      {rows.length > 0 && <Timeline rows={rows} />}
      {rows.length > 0 && <Families rows={rows} />}
      <ul class="rows" aria-busy={busy}>
        {rows.slice(0, shown.value).map((row) => (
          <StoreItem key={row.name} row={row} />
        ))}
      </ul>
      {rows.length > shown.value && (
        <button type="button" class="quiet more" onClick={() => (shown.value += PAGE)}>
          {t("more")}
        </button>
      )}
      {value && rows.length === 0 && <p class="none">{t("nothingFound")}</p>}
    </>
  );
}

function suits(row: CatalogueRow, { query, kind, licence, commercial, fits }: Wanted): boolean {
  const told = `${row.name} ${row.family} ${row.organisation} ${row.languages} ${row.hf}`.toLowerCase();
  return (
    (kind === "" || row.kind === kind) &&
    (licence === "" || row.licence === licence) &&
    (commercial === "" || row.commercial === commercial) &&
    (!fits || row.fits) &&
    query
      .toLowerCase()
      .split(/\s+/)
      .every((word) => told.includes(word))
  );
}

function exported(rows: readonly CatalogueRow[]): void {
  saveFile(new Blob([csv(rows.map((row) => ({ ...row })))], { type: "text/csv" }), "wainao-models.csv");
}

interface FilterProperties {
  wanted: Wanted;
  want: (part: Partial<Wanted>) => void;
  licences: readonly string[];
}

function Filters({ wanted, want, licences }: FilterProperties) {
  return (
    <div class="filters">
      <label>
        {t("search")}
        <input type="search" value={wanted.query} onInput={(event) => want({ query: event.currentTarget.value })} />
      </label>
      <Choose
        name={t("kind")}
        value={wanted.kind}
        choices={KINDS.map((kind) => [kind, kindWord(kind)])}
        choose={(kind) => want({ kind })}
      />
      <Choose
        name={t("commercialUse")}
        value={wanted.commercial}
        choices={commercialWords()}
        choose={(commercial) => want({ commercial })}
      />
      <Choose
        name={t("licence")}
        value={wanted.licence}
        choices={[...licences]
          .filter(Boolean)
          .sort()
          .map((id) => [id, id])}
        choose={(licence) => want({ licence })}
      />
      <div class="tick">
        <label>
          <input
            type="checkbox"
            checked={wanted.fits}
            onChange={(event) => want({ fits: event.currentTarget.checked })}
          />{" "}
          {t("runsHere")}
        </label>
      </div>
    </div>
  );
}

interface ChooseProperties {
  name: string;
  value: string;
  choices: readonly (readonly [value: string, words: string])[];
  choose: (value: string) => void;
}

function Choose({ name, value, choices, choose }: ChooseProperties) {
  return (
    <label>
      {name}
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t("all")}</option>
        {choices.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
