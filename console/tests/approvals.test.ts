import { expect, test } from "vitest";
import { boundsOf, linesOf } from "../src/approvals/bounds";
import { limitsOf } from "../src/approvals/limits";
import { fieldsOf, plain } from "../src/approvals/plain";

test("what cannot be seen is told, what can be stays", () => {
  expect(plain("a\u202Eb\u0007c\u200Bd")).toBe("a⟨U+202E⟩b⟨U+0007⟩c⟨U+200B⟩d");
  expect(plain("两行\n年假 😀")).toBe("两行\n年假 😀");
});

test("a request stands by its fields, whatever it is", () => {
  expect(fieldsOf({ to: "ann", amount: 30, tags: ["a"], none: null })).toEqual([
    ["to", "ann"],
    ["amount", "30"],
    ["tags", '[\n  "a"\n]'],
  ]);
  expect(fieldsOf("words")).toEqual([["", "words"]]);
  expect(fieldsOf(null)).toEqual([["", "null"]]);
});

test("a call's own values are the narrowest bounds; what no bound can say is left to the person", () => {
  expect(boundsOf({ amount: 30, to: "CNY", text: "two\nlines", either: "a|b", "x y": 1, list: [1] })).toEqual([
    "amount<=30",
    "to=CNY",
  ]);
  expect(boundsOf(null)).toEqual([]);
  expect(linesOf(" a<=1 \n\n b=2 ")).toEqual(["a<=1", "b=2"]);
});

const field = (name: string, schema: object) => ({ type: "object", required: [name], properties: { [name]: schema } });

test("bounds are read back out of their schema; what says more stands as it is", () => {
  const limits = {
    allOf: [
      field("amount", { type: "number", maximum: 100 }),
      field("to", { enum: ["EUR", "5", 5] }),
      field("where", field("path", { type: "string", pattern: "^drafts\\/" })),
    ],
  };
  expect(limitsOf(limits)).toEqual(["amount ≤ 100", "to = EUR | 5", "where.path ^= drafts/"]);
  expect(limitsOf({})).toEqual([]);
  expect(limitsOf({ not: {} })).toEqual(['{\n  "not": {}\n}']);
});
