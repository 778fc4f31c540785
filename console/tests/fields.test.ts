import { expect, test } from "vitest";
import { fieldsOf, inputOf, type Schema } from "../src/capabilities/fields";

const COMPONENTS: Record<string, Schema> = {
  Input: {
    type: "object",
    required: ["question", "scope"],
    properties: {
      question: { type: "string" },
      scope: { enum: ["base", "everyone"] },
      bases: { anyOf: [{ type: "array", items: { type: "string" } }, { type: "null" }], default: null },
      top: { type: "integer", default: 10 },
      strict: { type: "boolean", default: false },
      rights: { type: "array", items: { enum: ["read", "write"] }, default: ["read"] },
      filters: { anyOf: [{ $ref: "#/components/schemas/Filters" }, { type: "null" }], default: null },
      api_key: { type: "string", default: "" },
    },
  },
  Filters: { type: "object", properties: { after: { type: "string" } } },
  Upload: {
    type: "object",
    required: ["content"],
    properties: { name: { type: "string" }, content: { type: "string", contentEncoding: "base64" } },
  },
};

const fields = fieldsOf({ $ref: "#/components/schemas/Input" }, COMPONENTS, { question: "为什么?" }, ["api_key"]);

test("a schema becomes fields, its example and defaults what stands in them", () => {
  expect(fields.map(({ name, kind, required, initial, example }) => [name, kind, required, initial, example])).toEqual([
    ["question", "text", true, "", "为什么?"],
    ["scope", "choice", true, "", ""],
    ["bases", "list", false, "", ""],
    ["top", "number", false, "10", ""],
    ["strict", "yesno", false, "", ""],
    ["rights", "choices", false, "read", ""],
    ["filters", "json", false, "", ""],
    ["api_key", "text", false, "", ""],
  ]);
  expect(fields.filter((field) => field.secret).map((field) => field.name)).toEqual(["api_key"]);
});

test("what was typed becomes the input, and what was left empty stays out", () => {
  const values = {
    question: "q",
    scope: "base",
    bases: "main\n\n 法务 ",
    top: "3",
    strict: "",
    rights: "read\nwrite",
    filters: '{"after":"x"}',
  };
  expect(inputOf(fields, values)).toEqual({
    question: "q",
    scope: "base",
    bases: ["main", "法务"],
    top: 3,
    strict: false,
    rights: ["read", "write"],
    filters: { after: "x" },
  });
});

test("where a file goes along, the input is a form", () => {
  const upload = fieldsOf({ $ref: "#/components/schemas/Upload" }, COMPONENTS, null, []);
  const file = new File(["x"], "x.txt");
  const form = inputOf(upload, { name: "x.txt", content: file }) as FormData;
  expect([form.get("name"), (form.get("content") as File).name]).toEqual(["x.txt", "x.txt"]);
});
