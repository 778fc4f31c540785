/** A question that a tool's result brings: fields for a person, and the tool that is called with them. */

import { isObject } from "../../json";
import type { Words } from "../../schema";
import { isWords } from "./shapes";

export interface Question {
  message: Words;
  tool: string;
  schema: Record<string, unknown>;
  /** What the call is given beside the fields. */
  arguments: Record<string, unknown>;
}

const TOOL = /^[a-z][a-z0-9_]*:[a-z0-9][a-z0-9_.-]*$/;

export function questionIn(value: unknown): Question | null {
  if (!isObject(value) || !isObject(value.form)) return null;
  const { message, tool, schema, arguments: given } = value.form;
  if (!isWords(message) || typeof tool !== "string" || !TOOL.test(tool) || !isObject(schema)) return null;
  return { message, tool, schema, arguments: isObject(given) ? given : {} };
}

/** What else there is to be shown. */
export function withoutQuestion(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { "x-wainao-form": _asked, ...rest } = value;
  if (questionIn(rest) === null) return rest;
  const { form: _form, ...own } = rest;
  return own;
}
