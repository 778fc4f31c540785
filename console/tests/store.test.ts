import { expect, test } from "vitest";
import type { Listing } from "../src/api";
import { ANYTHING, counts, fitting, ordered } from "../src/tools/store/wanted";

function row(name: string, more: Partial<Listing> = {}): Listing {
  const words = { zh: "换算", en: "Convert" };
  const rest = { box: null, state: "on", health: "unknown", calls: 0, stars: null, demos: 0 } as const;
  return { name, title: words, description: words, risk: "read", source: "builtin", ...rest, ...more };
}

const ROWS = [
  row("units:convert", { stars: 3 }),
  row("bank:pay", { source: "openapi", risk: "act", box: { zh: "银行", en: "Bank" }, calls: 9, health: "well" }),
  row("bank:rates", { source: "openapi", box: { zh: "银行", en: "Bank" }, state: "off", stars: 5 }),
];

const names = (rows: readonly Listing[]) => rows.map((one) => one.name);

test("a tool is found by all words, in either language, and by what it is", () => {
  expect(names(fitting(ROWS, { ...ANYTHING, words: "CONVERT 换算" }))).toEqual(names(ROWS));
  expect(names(fitting(ROWS, { ...ANYTHING, words: "bank rates" }))).toEqual(["bank:rates"]);
  expect(names(fitting(ROWS, { ...ANYTHING, source: "openapi", state: "on" }))).toEqual(["bank:pay"]);
  expect(fitting(ROWS, { ...ANYTHING, words: "nothing" })).toEqual([]);
});

test("a facet counts what the others leave of it, whatever is chosen of it itself", () => {
  const wanted = { ...ANYTHING, source: "openapi", risk: "act" };
  expect([...counts(fitting(ROWS, wanted, "risk"), "risk")]).toEqual([
    ["act", 1],
    ["read", 1],
  ]);
});

test("the best come first, and nothing moves that nobody asked to move", () => {
  expect(names(ordered(ROWS, "name"))).toEqual(names(ROWS));
  expect(names(ordered(ROWS, "calls"))[0]).toBe("bank:pay");
  expect(names(ordered(ROWS, "stars"))).toEqual(["bank:rates", "units:convert", "bank:pay"]);
});
