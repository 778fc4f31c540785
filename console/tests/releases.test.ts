import { expect, test } from "vitest";
import type { Comparison, Pair } from "../src/api";
import { percent } from "../src/formats";
import { interval, parts, WIDTH } from "../src/releases/comparison";
import { turnedTo, USUAL, withBase } from "../src/releases/targets";

const pairs = (number: number) => Array.from({ length: number }, (_, index) => ({ case: `${index}` }) as Pair);
const told = (part: Partial<Comparison>) =>
  ({
    cases: 0,
    passed_before: 0,
    passed_after: 0,
    difference: 0,
    low: 0,
    high: 0,
    better: [],
    worse: [],
    ...part,
  }) as Comparison;

test("each case has one fate, and together they fill the bar", () => {
  const shown = parts(
    told({ cases: 16, passed_before: 13 / 16, passed_after: 11 / 16, better: pairs(1), worse: pairs(3) }),
  );
  expect(shown.map(({ fate, cases }) => [fate, cases])).toEqual([
    ["kept", 10],
    ["better", 1],
    ["worse", 3],
    ["missed", 2],
  ]);
  expect(shown.reduce((sum, { cases }) => sum + cases, 0)).toBe(16);
  const last = shown.at(-1)!;
  expect(last.x + last.width).toBeCloseTo(WIDTH - 12, 0);
});

test("no cases in common make an empty picture", () => {
  expect(parts(told({})).every(({ width }) => width === 0)).toBe(true);
  expect(interval(told({})).at).toBe(WIDTH / 2);
});

test("worse stands left of nothing, better right of it, and all of the interval is in sight", () => {
  const { low, at, high, zero, reach } = interval(told({ difference: -0.1875, low: -0.375, high: 0.02 }));
  expect(low).toBeLessThan(at);
  expect(at).toBeLessThan(zero);
  expect(high).toBeGreaterThan(zero);
  expect(low).toBeGreaterThanOrEqual(12);
  expect(reach).toBe(0.4);
});

test("shares are said with a sign where they are differences", () => {
  expect([percent(0.8125), percent(0.05, true), percent(-0.1875, true), percent(0, true)]).toEqual([
    "81.3 %",
    "+5 %",
    "−18.7 %",
    "0 %",
  ]);
});

test("a target takes what its capability takes: bases are of the documents, a prompt is of a model", () => {
  const documents = withBase(withBase({ ...USUAL, route: "near" }, "main", true), "law", true);
  expect(documents.bases).toEqual(["main", "law"]);
  expect(withBase(withBase(documents, "main", false), "law", false).bases).toBeNull();
  const model = { ...turnedTo(documents, "models:chat"), system: "Be brief." };
  expect(model).toMatchObject({ route: "near", bases: null, system: "Be brief." });
  expect(turnedTo(model, "knowledge:ask").system).toBe("");
});
