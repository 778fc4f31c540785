/** What rows can be shown as beside a table: a chart, a map, cards. */

import type { Table } from "./shapes";

export const VIEWS = ["table", "chart", "map", "cards"] as const;
export type ViewName = (typeof VIEWS)[number];

export interface Point {
  name: string;
  latitude: number;
  longitude: number;
}

/** Numbers by what they belong to. */
export interface Series {
  name: string;
  values: readonly { label: string; value: number }[];
}

const LATITUDE = /^(lat|latitude|纬度)$/i;
const LONGITUDE = /^(lon|lng|long|longitude|经度)$/i;
const TITLE = /^(title|name|label|headline|标题|名称|姓名)$/i;
/** A text so long is one to read, and no cell. */
const LONG_TEXT = 60;
const MOST_BARS = 400;

/** Those that fit, the plainest first. */
export function viewsOf(table: Table): readonly ViewName[] {
  const fits: Record<ViewName, boolean> = {
    table: true,
    chart: seriesOf(table).length > 0,
    map: pointsOf(table).length > 0,
    cards: areCards(table),
  };
  return VIEWS.filter((view) => fits[view]);
}

/** Places on earth; what has none, or one that is not there, is left out. */
export function pointsOf({ columns, rows }: Table): readonly Point[] {
  const [latitude, longitude] = [columns.findIndex(is(LATITUDE)), columns.findIndex(is(LONGITUDE))];
  if (latitude < 0 || longitude < 0) return [];
  const title = titleColumn({ columns, rows });
  return rows
    .map((row) => ({
      name: title < 0 ? "" : word(row[title]),
      latitude: numberIn(row[latitude]),
      longitude: numberIn(row[longitude]),
    }))
    .filter((point) => Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180);
}

/** Each column of numbers, by the first column that says what they are of. */
export function seriesOf({ columns, rows }: Table): readonly Series[] {
  if (rows.length < 2 || rows.length > MOST_BARS) return [];
  const named = columns.findIndex((_, at) => rows.every((row) => typeof row[at] === "string"));
  return columns.flatMap((name, at) => {
    const isOfPlaces = LATITUDE.test(name) || LONGITUDE.test(name);
    if (at === named || isOfPlaces || !rows.every((row) => typeof row[at] === "number")) return [];
    const values = rows.map((row, index) => ({
      label: named < 0 ? String(index + 1) : word(row[named]),
      value: row[at] as number,
    }));
    return [{ name, values }];
  });
}

/** The column that says what a row is. */
export function titleColumn({ columns, rows }: Table): number {
  const named = columns.findIndex(is(TITLE));
  return named >= 0 ? named : columns.findIndex((_, at) => rows.every((row) => typeof row[at] === "string"));
}

function areCards({ columns, rows }: Table): boolean {
  const title = columns.findIndex(is(TITLE));
  return title >= 0 && rows.some((row) => row.some((one, at) => at !== title && word(one).length > LONG_TEXT));
}

function is(pattern: RegExp): (name: string) => boolean {
  return (name) => pattern.test(name);
}

function numberIn(value: unknown): number {
  return typeof value === "number" || (typeof value === "string" && value.trim() !== "") ? Number(value) : Number.NaN;
}

function word(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
