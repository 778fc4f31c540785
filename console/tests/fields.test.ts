import { expect, test } from "vitest";
import { type Drafts, inputOf } from "../src/form/drafts";
import { fieldsOf, initialOf, type Schema } from "../src/form/fields";

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
      anything: {},
      api_key: { type: "string", default: "" },
    },
  },
  Filters: {
    type: "object",
    required: ["after"],
    properties: { after: { type: "string" }, deep: { type: "boolean" } },
  },
  Upload: {
    type: "object",
    required: ["content"],
    properties: {
      content: { type: "string", contentEncoding: "base64" },
      photo: { type: "string", format: "file-digest" },
    },
  },
  Tree: { type: "object", properties: { name: { type: "string" }, left: { $ref: "#/components/schemas/Tree" } } },
};

function fields(name: string, example?: unknown, secret: string[] = []) {
  const root = { components: { schemas: SCHEMAS } };
  return fieldsOf({ $ref: `#/components/schemas/${name}` }, { root, example, secret });
}

test("a schema becomes fields, its example and defaults what stands in them", () => {
  const found = fields("Input", { question: "为什么?" }, ["api_key"]);
  expect(found.map(({ name, kind, required, initial, example }) => [name, kind, required, initial, example])).toEqual([
    ["question", "text", true, undefined, "为什么?"],
    ["scope", "choice", true, undefined, ""],
    ["bases", "list", false, undefined, ""],
    ["top", "number", false, "10", ""],
    ["strict", "choice", false, "false", ""],
    ["rights", "choices", false, ['"read"'], ""],
    ["since", "day", false, undefined, ""],
    ["points", "list", false, undefined, ""],
    ["filters", "group", false, undefined, ""],
    ["rows", "json", false, undefined, ""],
    ["anything", "json", false, undefined, ""],
    ["api_key", "text", false, "", ""],
  ]);
  expect(found.filter((field) => field.secret).map((field) => field.name)).toEqual(["api_key"]);
  expect(found[0]!.about).toEqual({ zh: "问题", en: "Question" });
  expect(found[1]!.choices).toEqual(["base", 3]);
  expect(found[8]!.fields.map(({ name, required }) => [name, required])).toEqual([
    ["after", true],
    ["deep", false],
  ]);
});

test("what was typed becomes the input, and what was left empty stays out", async () => {
  const drafts: Drafts = {
    question: "q",
    scope: "3",
    bases: "main\n\n 法务 ",
    top: "3",
    strict: "false",
    rights: ['"read"', '"write"'],
    since: "",
    points: "1\n2.5",
    filters: { after: "x", deep: "true" },
    rows: '[{"after":"y"}]',
    api_key: "",
  };
  expect(await inputOf(fields("Input"), drafts)).toEqual({
    question: "q",
    scope: 3,
    bases: ["main", "法务"],
    top: 3,
    strict: false,
    rights: ["read", "write"],
    points: [1, 2.5],
    filters: { after: "x", deep: true },
    rows: [{ after: "y" }],
  });
  expect(await inputOf(fields("Input"), { question: "q" })).toEqual({ question: "q" });
});

test("what is known stands in the form and comes out of it as it was", async () => {
  const known = { question: "q", scope: "base", bases: ["a", "b"], filters: { after: "x" }, rows: [{ after: "1" }] };
  const input = await inputOf(fields("Input"), initialOf(fields("Input"), known));
  expect(input).toEqual({ ...known, top: 10, strict: false, rights: ["read"] });
});

test.each([
  ["points", "1\nmany", "“points” takes a number, not “many”"],
  ["rows", "[", "“rows” is no valid JSON"],
])("what cannot be sent is told by its field: %s", async (name, typed, told) => {
  await expect(inputOf(fields("Input"), { [name]: typed })).rejects.toThrow(told);
});

test("what leads back to itself is written as JSON from some depth on", () => {
  let inner = fields("Tree");
  for (let depth = 0; depth < 3; depth++) inner = [...inner[1]!.fields];
  expect(inner.map((field) => field.kind)).toEqual(["text", "json"]);
});

test("parts that must all hold are one form, what is required first; a reference to nowhere is written as JSON", () => {
  const schema: Schema = {
    allOf: [{ properties: { a: { type: "string" } }, required: ["a"] }, { $ref: "#/$defs/Other" }],
    properties: { c: { $ref: "#/nowhere" } },
  };
  const found = fieldsOf(schema, { root: { $defs: { Other: { properties: { b: { type: "integer" } } } } } });
  expect(found.map(({ name, kind, required }) => [name, kind, required])).toEqual([
    ["a", "text", true],
    ["b", "number", false],
    ["c", "json", false],
  ]);
});

test("a file goes along as its bytes, or stays at the server with its digest in its place", async () => {
  const file = new File(["hello"], "x.txt");
  const keep = (kept: File) => Promise.resolve(`digest of ${kept.name}`);
  expect(await inputOf(fields("Upload"), { content: file, photo: file }, keep)).toEqual({
    content: "aGVsbG8=",
    photo: "digest of x.txt",
  });
});
