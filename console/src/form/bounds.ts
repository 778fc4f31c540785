/** What a value has to keep to, as it is told at its field. */

import { plain } from "../approvals/plain";
import { count } from "../formats";
import { type Key, t } from "../i18n";
import type { Schema } from "./schema";

const TOLD = {
  minimum: "atLeastValue",
  exclusiveMinimum: "moreThan",
  maximum: "atMostValue",
  exclusiveMaximum: "lessThan",
  multipleOf: "multipleOf",
  minLength: "atLeastLong",
  maxLength: "atMostLong",
  minItems: "atLeastMany",
  maxItems: "atMostMany",
} as const satisfies Partial<Record<keyof Schema, Key>>;

/** Defaults of generators, which say nothing to a person. */
const TELLING = (value: unknown): value is number => typeof value === "number" && Math.abs(value) < 2 ** 31 - 1;

export function boundsOf(schema: Schema): string[] {
  const told = (Object.keys(TOLD) as (keyof typeof TOLD)[]).flatMap((name) => {
    const value = schema[name];
    return TELLING(value) ? [t(TOLD[name], { n: count(value) })] : [];
  });
  return typeof schema.pattern === "string" ? [...told, t("pattern", { pattern: plain(schema.pattern) })] : told;
}
