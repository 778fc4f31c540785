/** The part of the earth that a map shows, in half degrees from 180° W, 90° N. */

import type { Point } from "./views";

export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
  /** How many places are in it. */
  names: number;
}

export const WORLD: Frame = { left: 0, top: 10, width: 720, height: 320, names: Number.POSITIVE_INFINITY };
/** Closer than this the outline says nothing any more. */
const NARROWEST = 60;
const SHAPE = 2;

/** All points with room around them, in the shape of the picture, and nothing beyond the edge of the earth. */
export function around(points: readonly Point[]): Frame {
  const xs = points.map((one) => (one.longitude + 180) * 2);
  const ys = points.map((one) => (90 - one.latitude) * 2);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const width = Math.min(720, Math.max(NARROWEST, (right - left) * 1.3, (bottom - top) * 1.3 * SHAPE));
  const height = width / SHAPE;
  return {
    left: Math.min(Math.max(0, (left + right - width) / 2), 720 - width),
    top: Math.min(Math.max(0, (top + bottom - height) / 2), 360 - height),
    width,
    height,
    names: points.length,
  };
}
