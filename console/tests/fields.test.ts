import { expect, test } from "vitest";
import { fieldsOf, itemIn, partsIn, type Schema, variantsIn } from "../src/form/fields";
import { beginning, fits, set, variantOf, wantedValue } from "../src/form/values";
import { boundsOf } from "../src/form/bounds";
import { moved } from "../src/form/Rows";

const SCHEMAS: Record<string, Schema> = {
  Input: {
    type: "object",
    required: ["question", "scope"],
    properties: {
      question: { type: "string", description: "English", "x-wainao": { description: { zh: "问题", en: "Question" } } },
      scope: { enum: ["base", 3, null] },
      bases: { anyOf: [{ type: "array", items: { type: "string" } }, { type: "null" }], default: null },
      top: { type: "integer", minimum: 1, default: 10 },
      strict: { type: "boolean", default: false },
      rights: { type: "array", items: { enum: ["read", "write"] }, default: ["read"] },
      since: { type: ["string", "null"], format: "date" },
      points: { type: "array", items: { type: "number" } },
      filters: { anyOf: [{ $ref: "#/components/schemas/Filters" }, { type: "null" }], default: null },
      rows: { type: "array", items: { $ref: "#/components/schemas/Filters" } },
      labels: { type: "object", additionalProperties: { type: "integer" } },
      size: { oneOf: [{ type: "integer" }, { enum: ["small", "large"] }] },
      value: { type: ["string", "number", "null"] },
      at: { type: "string", format: "date-time" },
      mail: { type: "string", format: "email" },
      anything: {},
      api_key: { type: "string", default: "" },
    },
  },
  Filters: {
    type: "object",
    required: ["after"],
    properties: { after: { type: "string" }, deep: { type: "boolean" } },
  },
  Tree: {
    type: "object",
    required: ["left"],
    properties: { name: { type: "string", default: "n" }, left: { $ref: "#/components/schemas/Tree" } },
  },
};

function fields(name: string, example?: unknown, secret: string[] = []) {
  const root = { components: { schemas: SCHEMAS } };
  return fieldsOf({ $ref: `#/components/schemas/${name}` }, { root, example, secret });
}

function field(schema: Schema) {
  return fieldsOf({ properties: { one: schema } })[0]!;
}

test("a schema becomes fields, its example and defaults what stands in them", () => {
  const found = fields("Input", { question: "为什么?" }, ["api_key"]);
  expect(found.map(({ name, kind, required }) => [name, kind, required])).toEqual([
    ["question", "text", true],
    ["scope", "choice", true],
    ["bases", "list", false],
    ["top", "number", false],
    ["strict", "choice", false],
    ["rights", "choices", false],
    ["since", "day", false],
    ["points", "list", false],
    ["filters", "group", false],
    ["rows", "rows", false],
    ["labels", "entries", false],
    ["size", "either", false],
    ["value", "either", false],
    ["at", "moment", false],
    ["mail", "mail", false],
    ["anything", "json", false],
    ["api_key", "text", false],
  ]);
  expect(found.filter((one) => one.secret).map((one) => one.name)).toEqual(["api_key"]);
  expect([found[0]!.about, found[0]!.example]).toEqual([{ zh: "问题", en: "Question" }, "为什么?"]);
  expect(found[1]!.choices).toEqual(["base", 3]);
  expect(partsIn(found[8]!).map(({ name, required }) => [name, required])).toEqual([
    ["after", true],
    ["deep", false],
  ]);
  expect(beginning(found)).toEqual({ top: 10, strict: false, rights: ["read"], api_key: "" });
});

test("what is known comes before what the schema says; null says nothing, and what no field is for is not known", () => {
  const known = { question: "q", top: 3, bases: null, from_: "x" };
  expect(beginning(fields("Input"), known)).toMatchObject({ question: "q", top: 3 });
  expect(Object.keys(beginning(fields("Input"), known))).not.toContain("from_");
});

test("what a schema leads back to itself with is looked at when a person gets there", () => {
  let inner = fields("Tree");
  for (let depth = 0; depth < 20; depth++) inner = partsIn(inner[0]!);
  expect(inner.map((one) => one.kind)).toEqual(["group", "text"]);
  expect(JSON.stringify(beginning(fields("Tree"))).match(/"n"/g)).toHaveLength(9);
});

test("parts that must all hold are one form, what is required first; a reference to nowhere is written as JSON", () => {
  const schema: Schema = {
    allOf: [{ properties: { a: { type: "string" } }, required: ["a"] }, { $ref: "#/$defs/Other" }],
    properties: { c: { $ref: "#/nowhere" }, d: { $ref: "#/properties/d" } },
  };
  const root = { ...schema, $defs: { Other: { properties: { b: { type: "integer" } } } } };
  const found = fieldsOf(schema, { root });
  expect(found.map(({ name, kind, required }) => [name, kind, required])).toEqual([
    ["a", "text", true],
    ["b", "number", false],
    ["c", "json", false],
    ["d", "json", false],
  ]);
});

const DELIVERY: Schema = {
  oneOf: [
    {
      title: "To an address",
      properties: { kind: { const: "address" }, street: { type: "string" } },
      required: ["kind", "street"],
    },
    { properties: { kind: { const: "shop" }, shop: { type: "integer" } }, required: ["kind", "shop"] },
    { type: "string" },
  ],
};

test("one of several kinds is told by what stands there, also while something is missing", () => {
  const either = field(DELIVERY);
  expect(variantsIn(either).map((one) => one.name)).toEqual(["To an address", "shop", "string"]);
  expect(
    [{ kind: "shop", shop: 3 }, { kind: "shop" }, "x", { kind: "address", street: "s" }, 3, { kind: "air" }].map(
      (value) => variantOf(either, value),
    ),
  ).toEqual([1, 1, 2, 0, -1, -1]);
  expect(wantedValue(variantsIn(either)[1]!)).toEqual({ kind: "shop" });
  expect(fits(either, 3)).toBe(false);
});

test("of kinds that all let others beside, the one that knows every name is meant", () => {
  const home: Schema = { type: "object", properties: { street: { type: "string" } } };
  expect(variantOf(field({ oneOf: [home, ...DELIVERY.oneOf!] }), { kind: "shop", shop: 1 })).toBe(2);
});

test("what only says what has to be there beside is no choice of a kind", () => {
  const schema = { properties: { a: {}, b: {} }, anyOf: [{ required: ["a"] }, { required: ["b"] }] };
  expect(field(schema).kind).toBe("group");
});

test("what a field cannot show as it is stands there as JSON", () => {
  const cannot: [Schema, unknown][] = [
    [{ type: "integer" }, "3"],
    [{ type: "string" }, null],
    [{ type: "string", format: "date" }, "tomorrow"],
    [{ type: "string", format: "date-time" }, "2026-11-22T10:00:00.5Z"],
    [{ enum: ["a"] }, "b"],
    [{ type: "array", items: { enum: ["a", "b"] } }, ["a", "a"]],
    [{ type: "array", items: { type: "string" } }, ["a\nb"]],
    [{ type: "array", items: { type: "string" } }, [" a"]],
    [{ type: "object", additionalProperties: { type: "string" } }, { "": "a" }],
  ];
  for (const [schema, value] of cannot) expect(fits(field(schema), value), JSON.stringify(value)).toBe(false);
});

test("a row of a list has to be filled in, and begins with what it can only be", () => {
  const rows = field({ type: "array", items: DELIVERY.oneOf![0]! });
  expect(itemIn(rows, "1")).toMatchObject({ name: "1", kind: "group", required: true });
  expect(wantedValue(itemIn(rows, "1"))).toEqual({ kind: "address" });
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "c", "b"]);
});

test("a name is nothing but a name", () => {
  const values = set(set({}, "__proto__", 1), "constructor", 2);
  expect(JSON.stringify(values)).toBe('{"__proto__":1,"constructor":2}');
  expect(JSON.stringify(set(values, "__proto__", undefined))).toBe('{"constructor":2}');
  expect(fieldsOf({ properties: { toString: {} } }, { example: {} })[0]!.example).toBeUndefined();
});

test("what a value has to keep to is told at its field", () => {
  expect(boundsOf({ minimum: 1, maximum: 9999, pattern: "^a\u202E" })).toEqual([
    "at least 1",
    "at most 9,999",
    "must match ^a⟨U+202E⟩",
  ]);
  expect(boundsOf({ maximum: 2 ** 63, maxLength: Number.NaN })).toEqual([]);
});
