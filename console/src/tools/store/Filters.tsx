/** What narrows the store: words, and what tools are, each with how many there are of it. */

import type { Listing } from "../../api";
import { count } from "../../formats";
import { type Key, t } from "../../i18n";
import { HEALTHS, RISKS, SOURCES, STATES } from "../names";
import { counts, type Facet, FACETS, fitting, type Order, ORDERS, type Wanted } from "./wanted";

const NAMES: Record<Facet, Key> = { source: "cameFrom", risk: "risk", state: "switchedOn", health: "health" };
const VALUES: Record<Facet, Record<string, Key>> = { source: SOURCES, risk: RISKS, state: STATES, health: HEALTHS };
const ORDER_WORDS: Record<Order, Key> = { name: "byKind", calls: "byCalls", stars: "byStars" };

interface Properties {
  rows: readonly Listing[];
  wanted: Wanted;
  want: (part: Partial<Wanted>) => void;
}

export function Filters({ rows, wanted, want }: Properties) {
  return (
    <div class="filters store-filters" role="search" aria-label={t("toolStore")}>
      <label>
        {t("search")}
        <input type="search" value={wanted.words} onInput={(event) => want({ words: event.currentTarget.value })} />
      </label>
      {FACETS.map((facet) => (
        <FacetChoice key={facet} facet={facet} rows={rows} wanted={wanted} want={want} />
      ))}
      <label>
        {t("sortedBy")}
        <select value={wanted.order} onChange={(event) => want({ order: event.currentTarget.value as Order })}>
          {ORDERS.map((order) => (
            <option key={order} value={order}>
              {t(ORDER_WORDS[order])}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function FacetChoice({ facet, rows, wanted, want }: Properties & { facet: Facet }) {
  const others = fitting(rows, wanted, facet);
  const many = counts(others, facet);
  return (
    <label>
      {t(NAMES[facet])}
      <select value={wanted[facet]} onChange={(event) => want({ [facet]: event.currentTarget.value })}>
        <option value="">{t("countOf", { name: t("all"), n: count(others.length) })}</option>
        {Object.entries(VALUES[facet])
          .filter(([value]) => many.has(value) || wanted[facet] === value)
          .map(([value, word]) => (
            <option key={value} value={value}>
              {t("countOf", { name: t(word), n: count(many.get(value) ?? 0) })}
            </option>
          ))}
      </select>
    </label>
  );
}
