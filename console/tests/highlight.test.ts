import { expect, test } from "vitest";
import type { Amendment, PageLine } from "../src/api";
import { pieces, touches } from "../src/highlight";

function line(text: string, char_start: number): PageLine {
  const char_end = char_start + Array.from(text).length;
  return { text, char_start, char_end, page: 1, line: 1, box: null, heading: false };
}

/** Lines of one text, as the server cuts them: a newline between two lines counts as one character. */
function lines(text: string): PageLine[] {
  let at = 0;
  return text.split("\n").map((part) => {
    const made = line(part, at);
    at = made.char_end + 1;
    return made;
  });
}

function cited(text: string, start: number, end: number): string {
  return lines(text)
    .map((one) =>
      pieces(one, { start, end })
        .filter((piece) => piece.cited)
        .map((piece) => piece.text)
        .join(""),
    )
    .join("\n");
}

test("every range of a text with emoji and rare characters is marked exactly", () => {
  const text = "年😀假\n\n𠮷 a\u0301b\n末";
  const points = Array.from(text);
  for (let start = 0; start < points.length; start++)
    for (let end = start + 1; end <= points.length; end++) {
      const expected = points.slice(start, end).join("").replaceAll("\n", "");
      expect(cited(text, start, end).replaceAll("\n", "")).toBe(expected);
    }
});

test("a line keeps its whole text however it is cut", () => {
  const one = line("未休完的😀年假", 10);
  for (let start = 5; start < 22; start++)
    for (let end = start; end < 22; end++)
      expect(
        pieces(one, { start, end })
          .map((piece) => piece.text)
          .join(""),
      ).toBe(one.text);
});

test("a range that only touches a line's edge does not mark it", () => {
  const one = line("abc", 10);
  expect(pieces(one, { start: 0, end: 10 })).toEqual([{ text: "abc", cited: false, amendment: null, ends: false }]);
  expect(pieces(one, { start: 13, end: 20 })).toEqual([{ text: "abc", cited: false, amendment: null, ends: false }]);
  expect(touches(one, { start: 12, end: 20 })).toBe(true);
  expect(touches(one, { start: 13, end: 20 })).toBe(false);
});

test("without a citation nothing is marked", () => {
  expect(pieces(line("abc", 0), null)).toEqual([{ text: "abc", cited: false, amendment: null, ends: false }]);
});

test("what was set right is cut out of what is cited, and ends once, wherever the lines break", () => {
  const amendment = { fix: "f", char_start: 2, char_end: 7 } as Amendment;
  const cut = lines("abcd\nefgh").flatMap((one) => pieces(one, { start: 3, end: 9 }, [amendment]));
  expect(cut.map(({ text, cited, amendment, ends }) => [text, cited, amendment !== null, ends])).toEqual([
    ["ab", false, false, false],
    ["c", false, true, false],
    ["d", true, true, false],
    ["ef", true, true, true],
    ["gh", true, false, false],
  ]);
});
