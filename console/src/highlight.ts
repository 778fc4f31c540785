/** Which part of each line a citation covers. */

import type { PageLine } from "./api";

export interface Piece {
  text: string;
  cited: boolean;
}

/** A half-open range of code points in the document's extracted text. */
export interface Range {
  start: number;
  end: number;
}

/** Cuts one line into cited and plain pieces. Offsets count code points, so an emoji or a rare 字 moves nothing. */
export function pieces(line: PageLine, range: Range | null): Piece[] {
  if (line.text === "") return [];
  if (range === null || range.end <= line.char_start || range.start >= line.char_end)
    return [{ text: line.text, cited: false }];
  const points = Array.from(line.text);
  const from = Math.max(0, range.start - line.char_start);
  const to = Math.min(points.length, range.end - line.char_start);
  return [
    { text: points.slice(0, from).join(""), cited: false },
    { text: points.slice(from, to).join(""), cited: true },
    { text: points.slice(to).join(""), cited: false },
  ].filter((piece) => piece.text !== "");
}

export function touches(line: PageLine, range: Range | null): boolean {
  return range !== null && line.text !== "" && range.start < line.char_end && range.end > line.char_start;
}
