/** A comparison as a picture: what passed and fails, and the difference with its interval. */

import type { Comparison } from "../api";

export const WIDTH = 720;
export const HEIGHT = 84;
export const BAR = { y: 4, height: 34 };
export const AXIS = 64;
const LEFT = 12;
const RIGHT = WIDTH - 12;

export type Fate = "kept" | "better" | "worse" | "missed";

export interface Part {
  fate: Fate;
  cases: number;
  x: number;
  width: number;
}

export interface Interval {
  low: number;
  at: number;
  high: number;
  zero: number;
  /** What the ends of the axis stand for, as shares. */
  reach: number;
}

/** What both pass, what only the new one or only the old one passes, and what neither does: all of the cases. */
export function parts(told: Comparison): Part[] {
  const { cases, better, worse } = told;
  const kept = Math.max(0, Math.round(told.passed_after * cases) - better.length);
  const missed = Math.max(0, cases - kept - better.length - worse.length);
  const sizes: [Fate, number][] = [
    ["kept", kept],
    ["better", better.length],
    ["worse", worse.length],
    ["missed", missed],
  ];
  let x = LEFT;
  return sizes.map(([fate, number]) => {
    const width = cases === 0 ? 0 : (number / cases) * (RIGHT - LEFT);
    const part = { fate, cases: number, x: round(x), width: round(width) };
    x += width;
    return part;
  });
}

/** Where the difference and its interval stand on an axis with nothing in its middle. */
export function interval({ low, difference, high }: Comparison): Interval {
  const widest = Math.max(Math.abs(low), Math.abs(difference), Math.abs(high));
  const reach = Math.min(1, Math.max(0.05, Math.ceil(widest * 20) / 20));
  const x = (share: number) => round(LEFT + ((share + reach) / (2 * reach)) * (RIGHT - LEFT));
  return { low: x(low), at: x(difference), high: x(high), zero: x(0), reach };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
