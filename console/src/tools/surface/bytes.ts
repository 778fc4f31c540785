/** Files among what a tool of an MCP server gave: for its own page, their bytes stand in their places again. */

import { bytes } from "../../client";
import { isObject } from "../../json";
import { base64Of } from "../../save";
import type { ToolOutput } from "../result/shapes";

/** A larger one stays at the server. */
const MOST_BYTES = 2_000_000;

export async function withBytes(output: ToolOutput): Promise<ToolOutput> {
  if (!Array.isArray(output.data)) return output;
  return { ...output, data: await Promise.all(output.data.map(filled)) };
}

async function filled(block: unknown): Promise<unknown> {
  if (!isObject(block)) return block;
  if (isObject(block.resource)) return { ...block, resource: await inPlace(block.resource, "blob") };
  return inPlace(block, "data");
}

async function inPlace(block: Record<string, unknown>, field: "blob" | "data"): Promise<Record<string, unknown>> {
  const { digest, size, ...rest } = block;
  if (typeof digest !== "string" || typeof size !== "number" || size > MOST_BYTES || "text" in rest) return block;
  try {
    return { ...rest, [field]: await base64Of(await bytes("tools:file", { digest })) };
  } catch {
    return block; // it is shown below the page all the same
  }
}
