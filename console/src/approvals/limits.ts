/** The bounds of a standing grant, read back out of the JSON Schema that they were made into. */

interface Schema {
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  enum?: unknown[];
  pattern?: string;
  maximum?: number;
  minimum?: number;
  exclusiveMaximum?: number;
  exclusiveMinimum?: number;
}

const SIGNS = [
  ["maximum", "≤"],
  ["minimum", "≥"],
  ["exclusiveMaximum", "<"],
  ["exclusiveMinimum", ">"],
] as const;

/** A line for each bound; a schema that says more than bounds can stands as it is. */
export function limitsOf(limits: unknown): string[] {
  return read(limits as Schema) ?? [JSON.stringify(limits, null, 2)];
}

function read(schema: Schema, field = ""): string[] | null {
  if (schema.allOf) return all(schema.allOf.map((part) => read(part, field)));
  if (schema.properties) {
    const inner = Object.entries(schema.properties);
    return all(inner.map(([name, part]) => read(part, field === "" ? name : `${field}.${name}`)));
  }
  if (field === "") return Object.keys(schema).length === 0 ? [] : null;
  if (schema.enum) return [`${field} = ${[...new Set(schema.enum.map(String))].join(" | ")}`];
  if (schema.pattern) return [`${field} ^= ${schema.pattern.replace(/^\^/, "").replace(/\\(.)/g, "$1")}`];
  const signs = SIGNS.filter(([key]) => schema[key] !== undefined);
  return signs.length === 1 && signs[0] ? [`${field} ${signs[0][1]} ${schema[signs[0][0]]}`] : null;
}

function all(parts: (string[] | null)[]): string[] | null {
  return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
}
