import { expect, test } from "vitest";
import type { Conflict, Correction, Suggestion } from "../src/api";
import { lastWord } from "../src/ask/lastWord";
import { choices, decided } from "../src/corrections/choices";
import { waiting } from "../src/corrections/waiting";
import { chosenLanguage } from "../src/preferences";
import { told } from "../src/told";

const conflict = (correction: string, kind: Conflict["kind"], state: Conflict["state"] = "standing") =>
  ({ correction, kind, state }) as Conflict;

test("one question has one answer in one scope; elsewhere, and where it is only close, both may hold", () => {
  expect(choices(conflict("a", "the same"))).toEqual(["supersedes"]);
  expect(choices(conflict("a", "the same elsewhere"))).toEqual(["despite", "supersedes"]);
  expect(choices(conflict("a", "close"))).toEqual(["despite", "supersedes"]);
  expect(choices(conflict("a", "close", "trial"))).toEqual(["despite"]);
  expect(choices(conflict("a", "the same", "proposed"))).toEqual([]);
});

test("nothing is decided before each conflict is; those that wait themselves need no word", () => {
  const all = [conflict("a", "close"), conflict("b", "the same"), conflict("c", "close", "proposed")];
  expect(decided(all, {})).toBeNull();
  expect(decided(all, { a: "despite" })).toBeNull();
  expect(decided(all, { a: "despite", b: "supersedes" })).toEqual({ despite: ["a"], supersedes: ["b"] });
  expect(decided([], {})).toEqual({ despite: [], supersedes: [] });
});

test("a reason of ours is said in the language of the page; what somebody else said, as they said it", () => {
  chosenLanguage.value = "zh";
  expect(told({ zh: "同一个问题", en: "the same question" })).toBe("同一个问题");
  expect(told("the moon")).toBe("the moon");
  chosenLanguage.value = "en";
  expect(told({ zh: "同一个问题", en: "the same question" })).toBe("the same question");
});

test.each([
  ["Up to five days until 31 March.", "March."],
  ["可以，最多五天。", "天。"],
  ["须在 3 月 31 日前用完（含当天）。", "天）。"],
  ["see handbook/annual-leave-2026.md", "ave-2026.md"],
  ["共 25", "25"],
  ["", ""],
])("a citation's number stays with the end of %s", (text, last) => {
  const [before, kept] = lastWord(text);
  expect(before + kept).toBe(text);
  expect(kept.endsWith(last)).toBe(true);
  expect(kept.length).toBeLessThanOrEqual(12);
});

test("each wording that waits stands with its correction, and with why it was proposed where that is known", () => {
  const corrections = [
    { id: "a", pending: ["x", "y"] },
    { id: "b", pending: ["x"] },
  ] as unknown as Correction[];
  const found = [{ correction: "b", question: "x", by: "model" }] as Suggestion[];
  const told = waiting(corrections, found).flatMap(({ wordings }) => wordings);
  expect(told.map(({ correction, question, suggestion }) => [correction, question, suggestion?.by])).toEqual([
    ["a", "x", undefined],
    ["a", "y", undefined],
    ["b", "x", "model"],
  ]);
  expect(new Set(told.map(({ key }) => key)).size).toBe(3);
});
