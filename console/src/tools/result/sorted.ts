/** Rows in the order of one of their columns. */

export interface Sorting {
  at: number;
  isDown: boolean;
}

type Row = readonly unknown[];

/** Numbers by size, texts as people order them, what says nothing last; null leaves them as they came. */
export function sorted(rows: readonly Row[], sorting: Sorting | null): readonly Row[] {
  if (sorting === null) return rows;
  const { at, isDown } = sorting;
  const [said, unsaid] = [rows.filter((row) => !isEmpty(row[at])), rows.filter((row) => isEmpty(row[at]))];
  const ordered = said.sort((one, other) => compare(one[at], other[at]) * (isDown ? -1 : 1));
  return [...ordered, ...unsaid];
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return asText(one).localeCompare(asText(other), undefined, { numeric: true });
}

function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "";
}
