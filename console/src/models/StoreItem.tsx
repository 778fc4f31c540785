/** One model of the catalogue in the list; its card opens beside. */

import type { CatalogueRow } from "../api";
import { size } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { beside, open } from "../route";
import { commercialWord, kindWord, LOOKS, parameters } from "./kinds";

export function StoreItem({ row }: { row: CatalogueRow }) {
  const shown = beside.value;
  const opened = shown?.kind === "card" && shown.model === row.name;
  return (
    <li class="model">
      <button type="button" class="row" aria-pressed={opened} onClick={() => open({ kind: "card", model: row.name })}>
        <Icon name="models" />
        <span class="row-main">
          {row.name} <span class="faint">{row.organisation}</span>
        </span>
        <span class={`state ${LOOKS[row.commercial]}`}>{commercialWord(row.commercial)}</span>
        <span class="row-more">
          {[kindWord(row.kind), parameters(row), row.licence || t("licenceUnknown"), row.released, here(row)]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </button>
    </li>
  );
}

function here({ fits, quantisation, bytes }: CatalogueRow): string {
  if (!fits) return "";
  return bytes === null ? t("runsHere") : t("runsHereAs", { quantisation, size: size(bytes) });
}
