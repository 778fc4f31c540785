/** Text, numbers, times, lists of them: what is typed on a line, or on several. */

import { useRef } from "preact/hooks";
import { t } from "../i18n";
import type { BodyProperties } from "./Body";
import type { Field, Kind } from "./fields";
import { momentOf, withOffset } from "./moments";
import { itemsOf, type Schema, typesOf } from "./schema";
import { useTyped } from "./typed";

/** How a browser asks for it; what is not here is text of several lines. */
const TYPES = {
  number: "number",
  day: "date",
  time: "time",
  moment: "datetime-local",
  mail: "email",
  address: "url",
} as const satisfies Partial<Record<Kind, string>>;

export function TextInput({ id, field, value, about, change }: BodyProperties) {
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const fault = (error: Error | null) => box.current?.setCustomValidity(error?.message ?? "");
  const { text, type } = useTyped(
    value,
    (one) => shown(field, one),
    (one) => read(field, one),
    change,
    fault,
  );
  const { schema, kind } = field;
  const common = {
    id,
    ref: box,
    required: field.required,
    "aria-describedby": about,
    placeholder: shown(field, field.example),
    value: text,
    minLength: schema.minLength,
    maxLength: schema.maxLength,
    onInput: (event: { currentTarget: { value: string } }) => type(event.currentTarget.value),
  };
  if (field.secret) return <input {...common} type="password" autocomplete="off" />;
  if (!(kind in TYPES)) return <textarea {...common} rows={kind === "text" ? 1 : 3} />;
  // Preact's types tell inputs apart by their type, and want to know which at this place.
  const kindOfInput = TYPES[kind as keyof typeof TYPES] as "text";
  return <input {...common} type={kindOfInput} {...within(kind, schema)} />;
}

function within(kind: Kind, schema: Schema): object {
  if (kind === "time" || kind === "moment") return { step: 1 };
  if (kind !== "number") return {};
  const whole = typesOf(schema)[0] === "integer";
  return { step: schema.multipleOf ?? (whole ? 1 : "any"), min: schema.minimum, max: schema.maximum };
}

export function shown(field: Field, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (field.kind === "list" && Array.isArray(value)) return value.join("\n");
  if (field.kind === "moment" && typeof value === "string") return momentOf(value) ?? value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What stands there says nothing where it is empty: the field is left out. */
export function read(field: Field, text: string): unknown {
  if (text === "") return undefined;
  switch (field.kind) {
    case "number":
      return number(field, text);
    case "moment":
      return withOffset(text) ?? undefined;
    case "list":
      return list(field, text);
    default:
      return text;
  }
}

function list(field: Field, text: string): unknown {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const texts = typesOf(itemsOf(field.schema, field.root))[0] === "string";
  if (lines.length === 0) return undefined;
  return texts ? lines : lines.map((line) => number(field, line));
}

function number({ name }: Field, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Error(t("notNumber", { name, text }));
  return value;
}
