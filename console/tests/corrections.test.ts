import { expect, test } from "vitest";
import type { Conflict } from "../src/api";
import { lastWord } from "../src/ask/lastWord";
import { ground } from "../src/corrections/grounds";
import { choices, decided } from "../src/corrections/choices";
import { chosenLanguage } from "../src/preferences";

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

test("why it fires is said in the language of the page; what nobody foresaw, in the server's", () => {
  chosenLanguage.value = "zh";
  expect(ground("87% alike; only asked: number 3 day")).toBe("相似度 87%；不同之处：only asked: number 3 day");
  expect(ground("a person confirmed that 'a\nb' means the same")).toBe("有人确认过 'a\nb' 是同一个意思");
  expect(ground("qwen judged it the same as 'x?': year")).toBe("qwen 判定与 'x?' 相同：year");
  expect(ground("'x: y?' is another question: number 3")).toBe("'x: y?' 是另一个问题：number 3");
  expect(ground("the moon")).toBe("the moon");
  chosenLanguage.value = "en";
  expect(ground("nothing stands out: 0.12 of 0.24")).toBe("nothing comes close enough: 0.12 of 0.24");
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
