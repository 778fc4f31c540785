/** Files that a tool of an MCP server gave: for its own page, their bytes stand in their places again. What else is called
 * by a digest there is its server's word, and none of its files: a person's own are not fetched for a stranger. */

import { bytes } from "../../client";
import { isObject } from "../../json";
import { base64Of } from "../../save";
import type { ToolOutput } from "../result/shapes";

/** A larger one stays at the server. */
const MOST_BYTES = 2_000_000;

export async function withBytes(output: ToolOutput): Promise<ToolOutput> {
  if (!Array.isArray(output.data)) return output;
  const given = new Set(output.files.filter((file) => file.size <= MOST_BYTES).map((file) => file.digest));
  return { ...output, data: await Promise.all(output.data.map((block) => filled(block, given))) };
}

async function filled(block: unknown, given: ReadonlySet<string>): Promise<unknown> {
  if (!isObject(block)) return block;
  if (isObject(block.resource)) return { ...block, resource: await inPlace(block.resource, "blob", given) };
  return inPlace(block, "data", given);
}

async function inPlace(
  block: Record<string, unknown>,
  field: "blob" | "data",
  given: ReadonlySet<string>,
): Promise<Record<string, unknown>> {
  const { digest, size: _size, ...rest } = block;
  if (typeof digest !== "string" || !given.has(digest) || "text" in rest) return block;
  try {
    return { ...rest, [field]: await base64Of(await bytes("tools:file", { digest })) };
  } catch {
    return block; // it is shown below the page all the same
  }
}
