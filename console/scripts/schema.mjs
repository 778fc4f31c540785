/** Makes src/schema.ts, the types of the server's API, out of the server's own description of it:
 *
 *     curl -s http://127.0.0.1:PORT/api/openapi.json | npm run schema
 */

import { readFileSync, writeFileSync } from "node:fs";

const { paths, components } = JSON.parse(readFileSync(0, "utf8"));
const capabilities = Object.values(paths).flatMap(({ post }) => (post?.["x-wainao"] ? [post] : []));

/** What TypeScript itself calls so, and is used here. */
const TAKEN = new Set(["Blob", "Record"]);

const answered = new Set();
for (const operation of capabilities) reach(operation.responses, answered);

const interfaces = Object.entries(components.schemas).map(([key, schema]) => declared(key, schema));
const lines = capabilities.map(
  (operation) =>
    `  ${JSON.stringify(operation["x-wainao"].name)}: { input: ${input(operation)}; output: ${output(operation)} };`,
);

writeFileSync(
  new URL("../src/schema.ts", import.meta.url),
  `/** Made by \`npm run schema\` from the server's /api/openapi.json; not written by hand. */

${interfaces.join("\n\n")}

/** What every capability takes and gives. */
export interface Capabilities {
${lines.join("\n")}
}
`,
);

/** Collects the names of all schemas that `value` leads to. */
function reach(value, found) {
  if (typeof value !== "object" || value === null) return;
  if (value.$ref && !found.has(keyOf(value))) {
    found.add(keyOf(value));
    reach(components.schemas[keyOf(value)], found);
  }
  for (const inner of Object.values(value)) reach(inner, found);
}

function declared(key, schema) {
  const name = named(key);
  const note = schema.description
    ? `/** ${schema.description.replaceAll("*/", "* /").replace(/\n */g, "\n * ")} */\n`
    : "";
  if (schema.type !== "object" || !schema.properties) return `${note}export type ${name} = ${typed(schema)};`;
  const properties = Object.entries(schema.properties).map(([field, property]) => {
    // A default fills what a caller leaves out; what the server answers is always whole.
    const optional = !answered.has(key) && !schema.required?.includes(field);
    return `  ${field}${optional ? "?" : ""}: ${typed(property)};`;
  });
  return `${note}export interface ${name} {\n${properties.join("\n")}\n}`;
}

function input(operation) {
  return typed(operation.requestBody.content["application/json"].schema);
}

/** An answer is all of the envelope and the output; bytes have no type of ours. */
function output(operation) {
  const content = operation.responses["200"].content["application/json"];
  return content ? content.schema.allOf.slice(1).map(typed).join(" & ") : "Blob";
}

function typed(schema) {
  if (schema.$ref) return named(keyOf(schema));
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typed))].join(" | ");
  if (schema.prefixItems) return `[${schema.prefixItems.map(typed).join(", ")}]`;
  switch (schema.type) {
    case "array":
      return `${grouped(typed(schema.items ?? {}))}[]`;
    case "object":
      return `Record<string, ${typed(schema.additionalProperties || {})}>`;
    case "integer":
    case "number":
      return "number";
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    default:
      return "unknown";
  }
}

function grouped(type) {
  return type.includes("|") ? `(${type})` : type;
}

/** Two classes of one name come with their modules: wainao.features.receipts.types.ListInput is ReceiptsListInput; two of
 * one feature come with the whole of it: AccessCapabilitiesGrantsRevokeInput. */
function named(key) {
  const short = shortName(key);
  const alike = Object.keys(components.schemas).filter((other) => shortName(other) === short);
  if (TAKEN.has(short)) return `Server${short}`;
  return alike.length > 1 ? partsOf(key).map(capital).join("") : short;
}

function shortName(key) {
  const [feature, ...rest] = partsOf(key);
  return rest.length === 0 ? feature : capital(feature) + rest.at(-1);
}

function partsOf(key) {
  return key.split(".").filter((part) => part !== "wainao" && part !== "features");
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function keyOf(schema) {
  return schema.$ref.split("/").at(-1);
}
