/** From a capability's JSON Schema to form fields, and from what a person typed back to its input. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: (string | number)[];
  const?: string;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  default?: unknown;
  contentEncoding?: string;
  description?: string;
}

export type Components = Record<string, Schema>;

export type Kind = "text" | "number" | "yesno" | "choice" | "choices" | "list" | "file" | "json";

export interface Field {
  name: string;
  kind: Kind;
  required: boolean;
  choices: string[];
  secret: boolean;
  initial: string;
  example: string;
}

/** What stands in a form: text as typed, "true" or "" for a tick, one choice per line, a file where one was chosen. */
export type Values = Record<string, string | File | undefined>;

export function fieldsOf(schema: Schema, components: Components, example: unknown, secret: readonly string[]): Field[] {
  const { properties = {}, required = [] } = resolved(schema, components);
  const shown = (example ?? {}) as Record<string, unknown>;
  return Object.entries(properties).map(([name, property]) => {
    const inner = withoutNull(resolved(property, components), components);
    const kind = kindOf(inner, components);
    return {
      name,
      kind,
      required: required.includes(name),
      choices: (inner.enum ?? inner.items?.enum ?? []).map(String),
      secret: secret.includes(name),
      initial: asText(property.default, kind),
      example: asText(shown[name], kind),
    };
  });
}

/** The input as JSON takes it, or as a form where a file goes along. Raises SyntaxError for a field that is not JSON. */
export function inputOf(fields: readonly Field[], values: Values): Record<string, unknown> | FormData {
  const given = fields.filter((field) => field.kind === "yesno" || (values[field.name] ?? "") !== "");
  if (!fields.some((field) => field.kind === "file"))
    return Object.fromEntries(given.map((field) => [field.name, typed(field, values[field.name] as string)]));
  const form = new FormData();
  for (const field of given) {
    const value = values[field.name] ?? "";
    if (field.kind === "list" || field.kind === "choices")
      for (const item of lines(value as string)) form.append(field.name, item);
    else form.append(field.name, value);
  }
  return form;
}

function typed({ kind }: Field, value: string): unknown {
  switch (kind) {
    case "number":
      return Number(value);
    case "yesno":
      return value === "true";
    case "list":
    case "choices":
      return lines(value);
    case "json":
      return JSON.parse(value);
    default:
      return value;
  }
}

function kindOf(schema: Schema, components: Components): Kind {
  if (schema.contentEncoding) return "file";
  if (schema.enum) return "choice";
  if (schema.type === "boolean") return "yesno";
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type === "string") return "text";
  if (schema.items?.enum) return "choices";
  if (schema.type === "array" && schema.items && resolved(schema.items, components).type === "string") return "list";
  return "json";
}

function resolved(schema: Schema, components: Components): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : resolved(components[name] ?? {}, components);
}

function withoutNull(schema: Schema, components: Components): Schema {
  const others = (schema.anyOf ?? []).filter((part) => part.type !== "null");
  return others.length === 1 && others[0] ? resolved(others[0], components) : schema;
}

function asText(value: unknown, kind: Kind): string {
  if (value === null || value === undefined || kind === "file") return "";
  if (kind === "yesno") return value === true ? "true" : "";
  if ((kind === "list" || kind === "choices") && Array.isArray(value)) return value.join("\n");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
