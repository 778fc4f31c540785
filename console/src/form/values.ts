/** What stands in a form is the very JSON that comes out of it: whether a field can show it, and what it begins with. */

import { isObject } from "../json";
import { type Field, partsIn, variantsIn } from "./fields";
import { momentOf } from "./moments";
import { itemsOf, plainly, type Schema, typesOf } from "./schema";

export type Values = Readonly<Record<string, unknown>>;

/** What is deeper is not looked at: a schema may lead back to itself. */
const DEEPEST = 8;

/** The value at a name; a name such as "__proto__" is nothing but a name. */
export function at(values: Values, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** With another value at that name; undefined leaves the name out. */
export function set(values: Values, name: string, value: unknown): Values {
  if (value !== undefined) return { ...values, [name]: value };
  return Object.fromEntries(Object.entries(values).filter(([one]) => one !== name));
}

/** What stands in a form when it is opened: what is known of its fields, else what the schema says. */
export function beginning(fields: readonly Field[], known: Values = {}, depth = 0): Values {
  const pairs = fields.map((field) => {
    const value = at(known, field.name);
    return [field.name, value === null || value === undefined ? initial(field, depth) : value] as const;
  });
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** What a field begins with: its default, the one thing that it can be, the same of its parts. */
export function initial(field: Field, depth = 0): unknown {
  const { schema, kind, required, choices } = field;
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  if (!required) return undefined;
  if (kind === "choice" && choices.length === 1) return choices[0];
  return kind === "group" && depth < DEEPEST ? beginning(partsIn(field), {}, depth + 1) : undefined;
}

/** What a field begins with once a person wants it there. */
export function wantedValue(field: Field): unknown {
  const value = initial({ ...field, required: true });
  if (value !== undefined) return value;
  return field.kind === "rows" ? [] : field.kind === "group" || field.kind === "entries" ? {} : undefined;
}

/** Whether the field's own way of showing values can show this one; else it stands there as JSON. */
export function fits(field: Field, value: unknown): boolean {
  if (value === undefined) return true;
  switch (field.kind) {
    case "number":
      return typeof value === "number";
    case "day":
      return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
    case "time":
      return typeof value === "string" && /^\d\d:\d\d(:\d\d)?$/.test(value);
    case "moment":
      return typeof value === "string" && momentOf(value) !== null;
    case "choice":
      return field.choices.some((one) => same(one, value));
    case "choices":
      return isSelection(value, field.choices);
    case "list":
      return isList(value, typesOf(itemsOf(field.schema, field.root))[0] === "string");
    case "group":
      return isObject(value);
    case "entries":
      return isObject(value) && !Object.hasOwn(value, "");
    case "rows":
      return Array.isArray(value);
    case "either":
      return variantOf(field, value) >= 0;
    case "json":
      return true;
    default:
      return typeof value === "string";
  }
}

/** Which of the kinds of value it is, the strictest reading first; -1: none of them. */
export function variantOf(field: Field, value: unknown): number {
  const variants = variantsIn(field);
  const read = READINGS.map((reading) => variants.findIndex((one) => matches(one.schema, value, one.root, reading)));
  return read.find((index) => index >= 0) ?? -1;
}

/** Whether everything has to be known, whether all that is required has to be there. */
const READINGS = [
  { known: true, whole: true },
  { known: false, whole: true },
  { known: false, whole: false },
] as const;
type Reading = (typeof READINGS)[number];

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a value is of that form, read so. */
function matches(given: Schema, value: unknown, root: unknown, reading: Reading, depth = 0): boolean {
  const schema = plainly(given, root);
  if (depth > DEEPEST) return true;
  if (schema.const !== undefined && !same(schema.const, value)) return false;
  if (schema.enum && !schema.enum.some((one) => same(one, value))) return false;
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => isOf(type, value))) return false;
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts && !parts.some((part) => matches(part, value, root, reading, depth + 1))) return false;
  if (Array.isArray(value))
    return value.every((one) => !isObject(schema.items) || matches(schema.items, one, root, reading, depth + 1));
  if (!isObject(value)) return true;
  const { properties = {}, required = [], additionalProperties } = schema;
  if (reading.whole && !required.every((name) => Object.hasOwn(value, name))) return false;
  return Object.entries(value).every(([name, inner]) =>
    Object.hasOwn(properties, name)
      ? matches(properties[name]!, inner, root, reading, depth + 1)
      : additionalProperties !== false && (additionalProperties !== undefined || !reading.known),
  );
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "null":
      return value === null;
    default:
      return typeof value === type;
  }
}

function isSelection(value: unknown, choices: readonly unknown[]): boolean {
  const words = Array.isArray(value) ? value.map((one) => JSON.stringify(one)) : null;
  return (
    words !== null &&
    new Set(words).size === words.length &&
    words.every((one) => choices.some((choice) => JSON.stringify(choice) === one))
  );
}

/** One value in each line: what breaks lines, or begins or ends with space, is not what its line says. */
function isList(value: unknown, texts: boolean): boolean {
  if (!Array.isArray(value)) return false;
  return value.every((one) =>
    texts
      ? typeof one === "string" && one !== "" && one === one.trim() && !/[\r\n]/.test(one)
      : typeof one === "number",
  );
}
