/** The days of a report, those without any use too, as bars of one picture. */

import type { UsageRow } from "../api";

export const WIDTH = 720;
export const HEIGHT = 200;
export const FLOOR = HEIGHT - 24;
const LEFT = 56;
/** Room above the highest bar for the mark of an unknown price. */
const TOP = 22;
const DAY_MS = 86_400_000;

export interface Bar {
  day: string;
  /** Null: nobody used anything on that day. */
  row: UsageRow | null;
  value: number;
  x: number;
  width: number;
  height: number;
}

export interface Picture {
  bars: Bar[];
  /** What the highest bar stands for. */
  top: number;
}

/** `since` and `until` are days (ISO 8601), both included. */
export function picture(
  rows: readonly UsageRow[],
  since: string,
  until: string,
  measure: (row: UsageRow) => number,
): Picture {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const days = daysBetween(since, until);
  const top = Math.max(0, ...rows.map(measure));
  const step = (WIDTH - LEFT) / days.length;
  return {
    top,
    bars: days.map((day, index) => {
      const row = byDay.get(day) ?? null;
      const value = row === null ? 0 : measure(row);
      const height = top === 0 ? 0 : round((value / top) * (FLOOR - TOP));
      return { day, row, value, x: round(LEFT + index * step), width: round(Math.min(40, step * 0.8)), height };
    }),
  };
}

function daysBetween(since: string, until: string): string[] {
  const [first, last] = [Date.parse(since), Date.parse(until)];
  const length = Math.max(1, Math.round((last - first) / DAY_MS) + 1);
  return Array.from({ length }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
