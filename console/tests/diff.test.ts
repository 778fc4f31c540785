import { expect, test } from "vitest";
import { type Change, diff } from "../src/diff";

function side(changes: Change[], without: Change["kind"]): string {
  return changes
    .filter((change) => change.kind !== without)
    .map((change) => change.text)
    .join("");
}

test("numbers and words change whole, Chinese by the character", () => {
  expect(diff("须在次年 3 月 31 日前用完。", "须在次年 4 月 15 日前休完。")).toEqual([
    { kind: "same", text: "须在次年 " },
    { kind: "gone", text: "3" },
    { kind: "new", text: "4" },
    { kind: "same", text: " 月 " },
    { kind: "gone", text: "31" },
    { kind: "new", text: "15" },
    { kind: "same", text: " 日前" },
    { kind: "gone", text: "用" },
    { kind: "new", text: "休" },
    { kind: "same", text: "完。" },
  ]);
});

test("equal texts have one piece, an empty one is all new", () => {
  expect(diff("abc def", "abc def")).toEqual([{ kind: "same", text: "abc def" }]);
  expect(diff("", "abc")).toEqual([{ kind: "new", text: "abc" }]);
  expect(diff("", "")).toEqual([]);
});

test("both texts can be read back out of the difference", () => {
  const letters = ["年", "假", " ", "a", "b", "7", "😀", "\n", "。"];
  let seed = 7;
  const next = () => (seed = (seed * 48271) % 2147483647);
  const text = () => Array.from({ length: next() % 40 }, () => letters[next() % letters.length]).join("");
  for (let round = 0; round < 500; round++) {
    const [before, after] = [text(), text()];
    const changes = diff(before, after);
    expect(side(changes, "new")).toBe(before);
    expect(side(changes, "gone")).toBe(after);
  }
});

test("two long texts that share nothing are not compared cell by cell", () => {
  const [before, after] = ["甲 ".repeat(4000), "乙x".repeat(4000)];
  expect(diff(before, after).length).toBeLessThanOrEqual(2);
});
