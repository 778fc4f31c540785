/** A stranger's JSON Schema as a form reads it: references followed, "or null" and parts that must all hold taken in. */

import { isObject } from "../json";
import type { Told } from "../told";

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
  additionalProperties?: Schema | boolean;
  required?: string[];
  default?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  contentEncoding?: string;
  title?: string;
  description?: string;
  "x-wainao"?: { description?: Told };
}

/** Who refers further than this refers in a circle. */
const MOST_HOPS = 20;

/** Without references, without "or null", and with what `allOf` adds. */
export function plainly(schema: Schema, root: unknown, hops = 0): Schema {
  if (hops > MOST_HOPS) return {};
  if (schema.$ref !== undefined) {
    const { $ref, ...beside } = schema;
    return { ...plainly(found($ref, root), root, hops + 1), ...beside };
  }
  const { allOf, ...own } = schema;
  const whole = (allOf ?? []).map((part) => plainly(part, root, hops + 1)).reduce(both, own);
  const parts = partsOf(whole);
  if (parts.length !== 1) return whole;
  const { anyOf: _anyOf, oneOf: _oneOf, ...rest } = whole;
  return { ...rest, ...plainly(parts[0]!, root, hops + 1) };
}

/** What of `anyOf` or `oneOf` is more than "or null". */
export function partsOf({ anyOf, oneOf }: Schema): readonly Schema[] {
  const parts = anyOf ?? oneOf ?? [];
  return Array.isArray(parts) ? parts.filter((part) => isObject(part) && part.type !== "null") : [];
}

/** The kinds of value that it may be, but for null; what has properties is meant to be an object. */
export function typesOf({ type, properties }: Schema): readonly string[] {
  const types = Array.isArray(type) ? type : [type ?? (properties ? "object" : [])].flat();
  return types.filter((one) => one !== "null");
}

export function itemsOf({ items }: Schema, root: unknown): Schema {
  return isObject(items) ? plainly(items as Schema, root) : {};
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
