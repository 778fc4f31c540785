/** Which part of each line a citation covers, and which a person set right. */

import type { Amendment, PageLine } from "./api";

export interface Piece {
  text: string;
  cited: boolean;
  /** What a person said of these characters. */
  amendment: Amendment | null;
  /** Whether the amendment ends with this piece: what stands for it now comes after. */
  ends: boolean;
}

/** A half-open range of code points in the document's extracted text. */
export interface Range {
  start: number;
  end: number;
}

/** Cuts one line where something begins or ends. Offsets count code points, so an emoji or a rare 字 moves nothing. */
export function pieces(line: PageLine, range: Range | null, amendments: readonly Amendment[] = []): Piece[] {
  if (line.text === "") return [];
  const points = Array.from(line.text);
  const ranges = amendments.map((one) => ({ start: one.char_start, end: one.char_end }));
  const edges = [...(range ? [range] : []), ...ranges]
    .flatMap(({ start, end }) => [start - line.char_start, end - line.char_start])
    .filter((at) => at > 0 && at < points.length);
  const cuts = [...new Set([0, ...edges, points.length])].sort((one, other) => one - other);
  return cuts.slice(1).map((to, index) => {
    const [start, end] = [cuts[index]! + line.char_start, to + line.char_start];
    const amendment = amendments.find((one) => one.char_start < end && one.char_end > start) ?? null;
    return {
      text: points.slice(cuts[index], to).join(""),
      cited: range !== null && range.start < end && range.end > start,
      amendment,
      ends: amendment?.char_end === end,
    };
  });
}

export function touches(line: PageLine, range: Range | null): boolean {
  return range !== null && line.text !== "" && range.start < line.char_end && range.end > line.char_start;
}
