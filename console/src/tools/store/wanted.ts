/** Which tools of the store a person wants to see, and in which order. */

import type { Listing } from "../../api";
import { told } from "../../told";

/** What the store is narrowed by; "" wants them all. */
export const FACETS = ["source", "risk", "state", "health"] as const;
export type Facet = (typeof FACETS)[number];

export const ORDERS = ["name", "calls", "stars"] as const;
export type Order = (typeof ORDERS)[number];

export type Wanted = Readonly<Record<Facet, string>> & { words: string; order: Order };

export const ANYTHING: Wanted = { words: "", source: "", risk: "", state: "", health: "", order: "name" };

/** Those that fit all that is wanted, but for one facet where its own counts are made. */
export function fitting(rows: readonly Listing[], wanted: Wanted, but?: Facet): readonly Listing[] {
  const words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      FACETS.every((facet) => facet === but || wanted[facet] === "" || row[facet] === wanted[facet]) &&
      words.every((word) => saidOf(row).includes(word)),
  );
}

export function ordered(rows: readonly Listing[], order: Order): readonly Listing[] {
  if (order === "name") return rows;
  return [...rows].sort((one, other) => (other[order] ?? 0) - (one[order] ?? 0));
}

/** How many there are of each of a facet's values. */
export function counts(rows: readonly Listing[], facet: Facet): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const row of rows) found.set(row[facet], (found.get(row[facet]) ?? 0) + 1);
  return found;
}

/** Of both languages: a tool is found by what it is called in either. */
function saidOf({ name, title, description, box }: Listing): string {
  const both = [title, description].flatMap(({ zh, en }) => [zh, en]);
  return [name, ...both, box === null ? "" : told(box)].join(" ").toLowerCase();
}
