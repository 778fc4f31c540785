/** From the JSON Schema of an object to the fields of a form. */

import { isObject } from "../json";
import type { Told } from "../told";
import { type Draft, type Drafts, draftOf } from "./drafts";

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema | boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  default?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
  contentEncoding?: string;
  description?: string;
  "x-wainao"?: { description?: Told };
}

export type Kind = "text" | "number" | "day" | "choice" | "choices" | "list" | "group" | "file" | "bytes" | "json";

export interface Field {
  name: string;
  kind: Kind;
  required: boolean;
  secret: boolean;
  about: Told;
  /** What may be chosen, as JSON values. */
  choices: readonly unknown[];
  /** Whether what a list holds are numbers. */
  numbers: boolean;
  integer: boolean;
  minimum: number | undefined;
  maximum: number | undefined;
  /** What a group is made of. */
  fields: readonly Field[];
  initial: Draft;
  /** Shown where nothing was typed yet. */
  example: string;
}

export interface Around {
  /** What references are looked up in; the schema itself, unless it is part of something larger. */
  root?: unknown;
  example?: unknown;
  secret?: readonly string[];
}

/** Groups in groups beyond this are written as JSON; so is whatever leads back to itself. */
const DEEPEST = 3;

export function fieldsOf(schema: Schema, around: Around = {}, depth = 0): Field[] {
  const { root = schema, example, secret = [] } = around;
  const { properties = {}, required = [] } = plainly(schema, root);
  return inOrder(properties, required).map(([name, property]) => {
    const inner = plainly(property, root);
    const shown = isObject(example) ? example[name] : undefined;
    const kind = kindOf(inner, root, depth);
    const field: Field = {
      name,
      kind,
      required: required.includes(name),
      secret: secret.includes(name),
      about: property["x-wainao"]?.description ?? inner["x-wainao"]?.description ?? inner.description ?? "",
      choices: choicesOf(inner, root),
      numbers: /^(integer|number)$/.test(typeOf(itemOf(inner, root))),
      integer: typeOf(inner) === "integer",
      minimum: inner.minimum,
      maximum: inner.maximum,
      fields: kind === "group" ? fieldsOf(inner, { root, example: shown }, depth + 1) : [],
      initial: undefined,
      example: "",
    };
    const hint = draftOf(field, shown ?? inner.examples?.[0]);
    return { ...field, initial: draftOf(field, inner.default), example: typeof hint === "string" ? hint : "" };
  });
}

/** What is required comes first, in the order in which it is asked for. */
function inOrder(properties: Record<string, Schema>, required: readonly string[]): [string, Schema][] {
  const place = ([name]: [string, unknown]) => (required.includes(name) ? required.indexOf(name) : required.length);
  return Object.entries(properties).sort((one, other) => place(one) - place(other));
}

/** What stands in the form when it is opened: what is known of it, else what the schema says. */
export function initialOf(fields: readonly Field[], known: Record<string, unknown> = {}): Drafts {
  const stands = (field: Field) => (field.name in known ? draftOf(field, known[field.name]) : field.initial);
  return Object.fromEntries(fields.map((field) => [field.name, stands(field)]));
}

function kindOf(schema: Schema, root: unknown, depth: number): Kind {
  if (schema.contentEncoding) return "bytes";
  if (schema.format === "file-digest") return "file";
  if (schema.enum || schema.const !== undefined) return "choice";
  switch (typeOf(schema)) {
    case "boolean":
      return "choice";
    case "integer":
    case "number":
      return "number";
    case "string":
      return schema.format === "date" ? "day" : "text";
    case "array":
      return listKind(itemOf(schema, root));
    default:
      return schema.properties && depth < DEEPEST ? "group" : "json";
  }
}

function listKind(item: Schema): Kind {
  if (item.enum) return "choices";
  return /^(string|integer|number)$/.test(typeOf(item)) && item.format !== "file-digest" ? "list" : "json";
}

function choicesOf(schema: Schema, root: unknown): unknown[] {
  if (schema.const !== undefined) return [schema.const];
  if (typeOf(schema) === "boolean" && !schema.enum) return [true, false];
  return (schema.enum ?? itemOf(schema, root).enum ?? []).filter((one) => one !== null);
}

function itemOf({ items }: Schema, root: unknown): Schema {
  return isObject(items) ? plainly(items as Schema, root) : {};
}

function typeOf({ type }: Schema): string {
  return (Array.isArray(type) ? type.find((one) => one !== "null") : type) ?? "";
}

/** Without references, without "or null", and with what `allOf` adds. */
function plainly(schema: Schema, root: unknown, hops = 0): Schema {
  if (hops > 20) return {};
  if (schema.$ref !== undefined) return plainly(found(schema.$ref, root), root, hops + 1);
  const others = (schema.anyOf ?? schema.oneOf ?? []).filter((part) => part.type !== "null");
  if (others.length === 1 && others[0]) return { ...schema, ...plainly(others[0], root, hops + 1), anyOf: [] };
  const { allOf, ...own } = schema;
  return (allOf ?? []).map((part) => plainly(part, root, hops + 1)).reduce(both, own);
}

function both(one: Schema, other: Schema): Schema {
  return {
    ...other,
    ...one,
    ...((one.properties || other.properties) && { properties: { ...other.properties, ...one.properties } }),
    required: [...(one.required ?? []), ...(other.required ?? [])],
  };
}

/** What a JSON pointer within `root` names. */
function found(reference: string, root: unknown): Schema {
  const steps = reference
    .replace(/^#\/?/, "")
    .split("/")
    .map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));
  const inner = steps.reduce<unknown>(
    (at, step) => (isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined),
    root,
  );
  return isObject(inner) ? (inner as Schema) : {};
}
