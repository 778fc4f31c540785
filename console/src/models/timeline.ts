/** Where models stand in a picture of their sizes over time: dates from left to right, parameters by powers of ten. */

import type { CatalogueRow } from "../api";

export const WIDTH = 720;
export const HEIGHT = 300;
const LEFT = 44;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 26;
const DAY_MS = 86_400_000;

export interface Dot {
  row: CatalogueRow;
  x: number;
  y: number;
}

export interface Tick {
  at: number;
  words: string;
}

export interface Picture {
  dots: Dot[];
  years: Tick[];
  sizes: Tick[];
}

/** Models whose date or size nobody knows are not in it. */
export function picture(rows: readonly CatalogueRow[]): Picture {
  const known = rows.flatMap((row) => {
    const day = daysOf(row.released);
    return day === null || row.billions === null || row.billions <= 0
      ? []
      : [{ row, day, power: Math.log10(row.billions) }];
  });
  if (known.length === 0) return { dots: [], years: [], sizes: [] };
  const days = known.map(({ day }) => day);
  const powers = known.map(({ power }) => power);
  const firstYear = yearOf(Math.min(...days));
  const lastYear = yearOf(Math.max(...days)) + 1;
  const low = Math.floor(Math.min(...powers));
  const high = Math.max(low + 1, Math.ceil(Math.max(...powers)));
  const x = scale(daysOf(`${firstYear}`)!, daysOf(`${lastYear}`)!, LEFT, WIDTH - RIGHT);
  const y = scale(low, high, HEIGHT - BOTTOM, TOP);
  return {
    dots: known.map(({ row, day, power }) => ({ row, x: x(day), y: y(power) })),
    years: range(firstYear, lastYear).map((year) => ({ at: x(daysOf(`${year}`)!), words: `${year}` })),
    sizes: range(low, high).map((power) => ({ at: y(power), words: inWords(power) })),
  };
}

/** A date, or as much of one as is known: 2025, 2025-04 and 2025-04-29 are all days. */
export function daysOf(date: string): number | null {
  const ms = /^\d{4}(-\d\d){0,2}$/.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(ms) ? null : ms / DAY_MS;
}

function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** 10 to this power, in billions: -2 is ten million. */
function inWords(power: number): string {
  return power < 0 ? `${10 ** (power + 3)}M` : `${10 ** power}B`;
}

function scale(from: number, to: number, low: number, high: number): (value: number) => number {
  return (value) => Math.round((low + ((value - from) / (to - from)) * (high - low)) * 10) / 10;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
