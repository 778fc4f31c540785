/** What came back from a tool, as what it can be shown as. */

import type { ToolFile } from "../../api";
import { isObject } from "../../json";
import type { Ruling, Words } from "../../schema";

/** What a tool of a toolbox gives; a built-in one gives fields of its own. */
export interface ToolOutput {
  text: string;
  data: unknown;
  failed: boolean;
  status: number | null;
  files: readonly ToolFile[];
  /** What asks for the next page. */
  following?: Readonly<Record<string, unknown>> | null;
  /** Of work that goes on at its server, or that this came of; "" for neither. */
  job?: string;
  /** Of a person who corrected what the tool gave. */
  correction: Ruling | null;
}

export interface Table {
  columns: readonly string[];
  rows: readonly (readonly unknown[])[];
}

const ENVELOPE = new Set(["receipt", "proof", "labels", "related", "correction"]);

export function isToolOutput(value: unknown): value is ToolOutput {
  return (
    isObject(value) && typeof value.text === "string" && typeof value.failed === "boolean" && Array.isArray(value.files)
  );
}

/** An answer's own fields; where a function gave but one value, that value. */
export function withoutEnvelope(value: unknown): unknown {
  if (!isObject(value)) return value;
  const own = Object.entries(value).filter(([name]) => !ENVELOPE.has(name));
  return own.length === 1 && own[0]![0] === "result" ? own[0]![1] : Object.fromEntries(own);
}

/** What a built-in tool says in both languages. */
export function isWords(value: unknown): value is Words {
  return (
    isObject(value) && Object.keys(value).length === 2 && ["zh", "en"].every((one) => typeof value[one] === "string")
  );
}

/** A file that a built-in tool made, with its bytes in base64. */
export interface MadeFile {
  name: string;
  media_type: string;
  content: string;
}

/** Files and nothing else, one or several; null for anything else. */
export function filesIn(value: unknown): readonly MadeFile[] | null {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.length > 0 && all.every(isMadeFile) ? all : null;
}

function isMadeFile(value: unknown): value is MadeFile {
  if (!isObject(value) || Object.keys(value).length !== 3) return false;
  const { name, media_type, content } = value;
  return (
    typeof name === "string" &&
    typeof media_type === "string" &&
    typeof content === "string" &&
    content.length % 4 === 0 &&
    /^[A-Za-z0-9+/]*={0,2}$/.test(content)
  );
}

/** Rows of objects, columns with rows, or the places of GeoJSON; null for anything else. */
export function tableOf(value: unknown): Table | null {
  if (Array.isArray(value)) return ofObjects(value);
  if (isObject(value) && value.type === "FeatureCollection") return ofFeatures(value.features);
  if (!isObject(value) || !Array.isArray(value.columns) || !Array.isArray(value.rows)) return null;
  const columns = value.columns.map((one) => (isObject(one) ? one.name : one));
  const fits = columns.every((one) => typeof one === "string") && value.rows.every((row) => Array.isArray(row));
  return fits ? { columns: columns as string[], rows: value.rows as unknown[][] } : null;
}

function ofObjects(values: readonly unknown[]): Table | null {
  if (values.length === 0 || !values.every(isObject)) return null;
  const columns = [...new Set(values.flatMap((one) => Object.keys(one)))];
  return columns.length === 0 ? null : { columns, rows: values.map((one) => columns.map((name) => one[name])) };
}

/** What is known of each place, and where it is. */
function ofFeatures(features: unknown): Table | null {
  if (!Array.isArray(features)) return null;
  const rows = features.map((one) => {
    const { properties, geometry } = isObject(one) ? one : {};
    const place = isObject(geometry) && geometry.type === "Point" ? geometry.coordinates : null;
    const [longitude, latitude] = Array.isArray(place) ? place : [];
    return isObject(properties) && latitude !== undefined ? { ...properties, latitude, longitude } : null;
  });
  return ofObjects(rows);
}
