/** Families of models side by side: how many, under which licences, how large, and since when. */

import { useSignal } from "@preact/signals";
import type { CatalogueRow } from "../api";
import { count } from "../formats";
import { t } from "../i18n";
import { commercialWord, LOOKS } from "./kinds";

export function Families({ rows }: { rows: readonly CatalogueRow[] }) {
  const shown = useSignal(false);
  return (
    <details class="new" onToggle={(event) => (shown.value = event.currentTarget.open)}>
      <summary>{t("familiesTable")}</summary>
      {shown.value && <Table rows={rows} />}
    </details>
  );
}

function Table({ rows }: { rows: readonly CatalogueRow[] }) {
  const families = [...grouped(rows)].sort(([, some], [, others]) => others.length - some.length);
  return (
    <div class="scrolled">
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{t("modelFamily")}</th>
            <th scope="col">{t("models")}</th>
            <th scope="col">{t("licence")}</th>
            <th scope="col">{t("parameters")}</th>
            <th scope="col">{t("released")}</th>
          </tr>
        </thead>
        <tbody>
          {families.map(([family, members]) => (
            <tr key={family}>
              <th scope="row">{family}</th>
              <td>{count(members.length)}</td>
              <td>
                <Licences members={members} />
              </td>
              <td>
                {span(
                  members.flatMap(({ billions }) => billions ?? []).sort((a, b) => a - b),
                  (n) => `${count(n)}B`,
                )}
              </td>
              <td>{span(members.flatMap(({ released }) => released || []).sort(), (date) => date)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Licences({ members }: { members: readonly CatalogueRow[] }) {
  const known = new Map(members.map(({ licence, commercial }) => [licence, commercial]));
  return (
    <>
      {[...known].map(([licence, commercial]) => (
        <span key={licence} class={`state ${LOOKS[commercial]}`} title={commercialWord(commercial)}>
          {licence || t("licenceUnknown")}
        </span>
      ))}
    </>
  );
}

function grouped(rows: readonly CatalogueRow[]): Map<string, CatalogueRow[]> {
  const families = new Map<string, CatalogueRow[]>();
  for (const row of rows) families.set(row.family, [...(families.get(row.family) ?? []), row]);
  return families;
}

/** From the first to the last of sorted values; one alone where they are the same. */
function span<T>(sorted: readonly T[], words: (value: T) => string): string {
  const ends = [sorted.at(0), sorted.at(-1)].flatMap((value) => (value === undefined ? [] : [words(value)]));
  return [...new Set(ends)].join(" – ");
}
