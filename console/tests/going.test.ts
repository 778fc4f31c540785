/** What is told of tools at work, put together tool by tool. */

import { expect, test } from "vitest";
import { isDoing, joined } from "../src/tools/use/going";

const told = {
  step: 1,
  tool: "shop:print",
  state: "runs",
  arguments: null,
  far: null,
  piece: "",
  receipt: "",
} as const;

test("each increment says what is new, and what was said before stays", () => {
  const far = { done: 3, total: 10, said: "sheets" };
  const all = [
    { ...told, arguments: { sheets: 10 } },
    { ...told, far },
    { ...told, piece: "one\n" },
    { ...told, piece: "two\n" },
    { ...told, step: 2, tool: "shop:bill", arguments: {} },
    { ...told, state: "done" as const, receipt: "r1" },
  ].reduce(joined, []);
  expect(all).toEqual([
    { ...told, arguments: { sheets: 10 }, far, text: "one\ntwo\n", state: "done", receipt: "r1", piece: undefined },
    { ...told, step: 2, tool: "shop:bill", arguments: {}, text: "", piece: undefined },
  ]);
});

test("of a long reply the end is kept", () => {
  const long = joined([], { ...told, piece: "x".repeat(5_000) });
  expect(joined(long, { ...told, piece: "end" })[0]!.text).toMatch(/^x{3997}end$/);
});

test("what is no such increment is none", () => {
  for (const item of [null, 1, {}, { done: 1, total: 2 }, { step: "1", tool: "a", state: "runs" }])
    expect(isDoing(item)).toBe(false);
});
