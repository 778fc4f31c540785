/** What stands in a form while a person fills it in; made from JSON, and made into JSON again. */

import { t } from "../i18n";
import { isObject } from "../json";
import { base64Of } from "../save";
import type { Field } from "./fields";

/** Text as typed, a choice as its JSON, several of them as a list, a file where one was chosen, a group by its names. */
export type Draft = string | readonly string[] | File | Drafts | undefined;
export interface Drafts {
  readonly [name: string]: Draft;
}

/** Keeps a file at the server, and says what stands for it there. */
export type Keep = (file: File) => Promise<string>;

export function draftOf(field: Field, value: unknown): Draft {
  if (value === null || value === undefined) return undefined;
  switch (field.kind) {
    case "choice":
      return JSON.stringify(value);
    case "choices":
      return Array.isArray(value) ? value.map((one) => JSON.stringify(one)) : undefined;
    case "list":
      return Array.isArray(value) ? value.join("\n") : String(value);
    case "group":
      return isObject(value)
        ? Object.fromEntries(field.fields.map((inner) => [inner.name, draftOf(inner, value[inner.name])]))
        : undefined;
    case "file":
    case "bytes":
      return undefined;
    case "json":
      return JSON.stringify(value);
    default:
      return typeof value === "object" ? JSON.stringify(value) : String(value);
  }
}

/** The input as a call takes it; what was left empty stays out. Raises Error that names the field. */
export async function inputOf(
  fields: readonly Field[],
  drafts: Drafts,
  keep: Keep = base64Of,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  for (const field of fields) {
    const value = await valueOf(field, drafts[field.name], keep);
    if (value !== undefined) input[field.name] = value;
  }
  return input;
}

async function valueOf(field: Field, draft: Draft, keep: Keep): Promise<unknown> {
  if (field.kind === "group") {
    const inner = await inputOf(field.fields, isDrafts(draft) ? draft : {}, keep);
    return field.required || Object.keys(inner).length > 0 ? inner : undefined;
  }
  if (draft instanceof File) return field.kind === "file" ? keep(draft) : base64Of(draft);
  if (isChosen(draft)) return draft.length > 0 ? draft.map((one) => JSON.parse(one)) : undefined;
  if (typeof draft !== "string" || draft === "") return undefined;
  return typed(field, draft);
}

function typed(field: Field, text: string): unknown {
  switch (field.kind) {
    case "number":
      return number(field, text);
    case "list":
      return lines(text).map((line) => (field.numbers ? number(field, line) : line));
    case "choice":
      return JSON.parse(text);
    case "json":
      return json(field, text);
    default:
      return text;
  }
}

function number({ name }: Field, text: string): number {
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error(t("notNumber", { name, text }));
  return value;
}

function json({ name }: Field, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(t("notJson", { name, why: (error as Error).message }));
  }
}

function isChosen(draft: Draft): draft is readonly string[] {
  return Array.isArray(draft);
}

function isDrafts(draft: Draft): draft is Drafts {
  return isObject(draft) && !(draft instanceof File);
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
