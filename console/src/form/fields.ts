/** From the JSON Schema of an object to the fields of a form; what a field is made of is looked at when it is shown. */

import { isObject } from "../json";
import type { Told } from "../told";
import { itemsOf, partsOf, plainly, type Schema, typesOf } from "./schema";

export type { Schema } from "./schema";

export type Kind =
  | "text"
  | "mail"
  | "address"
  | "number"
  | "day"
  | "time"
  | "moment"
  | "choice"
  | "choices"
  /** Texts or numbers, one in each line. */
  | "list"
  | "group"
  /** A list of anything else, one under the other. */
  | "rows"
  /** Names that a person gives, each with a value. */
  | "entries"
  /** One of several kinds of value. */
  | "either"
  | "file"
  | "bytes"
  | "json";

export interface Field {
  name: string;
  kind: Kind;
  required: boolean;
  secret: boolean;
  title: string;
  about: Told;
  /** What may be chosen, as JSON values. */
  choices: readonly unknown[];
  /** Without references of its own; those of its parts are looked up in `root`. */
  schema: Schema;
  root: unknown;
  /** A value that fits, where one is known. */
  example: unknown;
}

export interface Around {
  /** What references are looked up in; the schema itself, unless it is part of something larger. */
  root?: unknown;
  example?: unknown;
  secret?: readonly string[];
}

const FORMATS: Record<string, Kind> = {
  "file-digest": "file",
  date: "day",
  time: "time",
  "date-time": "moment",
  email: "mail",
  uri: "address",
  url: "address",
};

export function fieldsOf(schema: Schema, { root = schema, example, secret = [] }: Around = {}): Field[] {
  const { properties = {}, required = [] } = plainly(schema, root);
  const shown = isObject(example) ? example : {};
  return inOrder(properties, required).map(([name, property]) => {
    const field = fieldOf(name, property, root, Object.hasOwn(shown, name) ? shown[name] : undefined);
    return { ...field, required: required.includes(name), secret: secret.includes(name) };
  });
}

export function fieldOf(name: string, given: Schema, root: unknown, example?: unknown): Field {
  const schema = plainly(isObject(given) ? given : {}, root);
  return {
    name,
    kind: kindOf(schema, root),
    required: false,
    secret: false,
    title: text(schema.title),
    about: given["x-wainao"]?.description ?? schema["x-wainao"]?.description ?? text(schema.description),
    choices: choicesOf(schema, root),
    schema,
    root,
    example: example ?? schema.examples?.[0],
  };
}

/** What a group is made of. */
export function partsIn({ schema, root, example }: Field): Field[] {
  return fieldsOf(schema, { root, example });
}

/** What stands in each row of a list, or at each name of a map. Instead of being left out it is taken away. */
export function itemIn({ schema, root, kind }: Field, name: string): Field {
  const item = kind === "entries" ? (schema.additionalProperties as Schema) : itemsOf(schema, root);
  return { ...fieldOf(name, item, root), required: true };
}

/** The kinds of value that one may choose among. */
export function variantsIn({ schema, root }: Field): Field[] {
  return variants(schema).map((variant) => {
    const field = fieldOf("", variant, root);
    return { ...field, name: variantName(variant, field), required: true };
  });
}

/** What is required comes first, in the order in which it is asked for. */
function inOrder(properties: Record<string, Schema>, required: readonly string[]): [string, Schema][] {
  const place = ([name]: [string, unknown]) => (required.includes(name) ? required.indexOf(name) : required.length);
  return Object.entries(properties).sort((one, other) => place(one) - place(other));
}

function kindOf(schema: Schema, root: unknown): Kind {
  if (schema.contentEncoding) return "bytes";
  if (schema.enum || schema.const !== undefined) return "choice";
  if (variants(schema).length > 1) return "either";
  switch (typesOf(schema)[0]) {
    case "boolean":
      return "choice";
    case "integer":
    case "number":
      return "number";
    case "string":
      return FORMATS[schema.format ?? ""] ?? "text";
    case "array":
      return listKind(itemsOf(schema, root), root);
    case "object":
      if (schema.properties && Object.keys(schema.properties).length > 0) return "group";
      return isObject(schema.additionalProperties) ? "entries" : "json";
    default:
      return "json";
  }
}

function listKind(item: Schema, root: unknown): Kind {
  if (item.enum) return "choices";
  const kind = kindOf(item, root);
  if (kind === "text" || kind === "number") return "list";
  return kind === "json" ? "json" : "rows";
}

function choicesOf(schema: Schema, root: unknown): unknown[] {
  if (schema.const !== undefined) return [schema.const];
  const choices = schema.enum ?? (typesOf(schema)[0] === "boolean" ? [true, false] : itemsOf(schema, root).enum);
  return (choices ?? []).filter((one) => one !== null);
}

/** Parts that only say what has to be there beside (`required` alone) are no choice of a kind. */
function variants(schema: Schema): readonly Schema[] {
  const parts = partsOf(schema);
  if (parts.length > 1 && parts.every(saysWhat)) {
    const {
      anyOf: _anyOf,
      oneOf: _oneOf,
      title: _title,
      description: _description,
      default: _default,
      ...base
    } = schema;
    return parts.map((part) => (Object.keys(base).length === 0 ? part : { allOf: [part, base] }));
  }
  const types = typesOf(schema);
  return types.length > 1 ? types.map((type) => ({ ...schema, type })) : [];
}

function saysWhat(part: Schema): boolean {
  return ["$ref", "type", "properties", "enum", "const", "anyOf", "oneOf", "allOf"].some((word) => word in part);
}

/** What a person calls it: its title, the fixed word that tells it apart, what its schema or its type is called. */
function variantName({ title, $ref }: Schema, field: Field): string {
  const fixed = Object.values(field.schema.properties ?? {}).find(
    (one) => isObject(one) && typeof one.const === "string",
  );
  return (
    title ?? (field.title || text(fixed?.const) || $ref?.split("/").at(-1) || typesOf(field.schema)[0] || field.kind)
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
