/** Calls a tool, and tells how far it is while it works. */

import { type Answered, answered, type Increments, streamAny } from "../../client";
import type { Values } from "../../form/values";
import { isObject } from "../../json";
import type { Progress } from "../../schema";
import { boxOf } from "../boxes/boxes";

/** Whether what comes before an answer says how far it is. */
export function isProgress(item: unknown): item is Progress {
  return isObject(item) && typeof item.done === "number" && "total" in item;
}

/** One that is built in answers at once, maybe with bytes; only a toolbox's may take long. */
export async function called(tool: string, input: Values, on: Increments, stop: AbortSignal): Promise<Answered> {
  if ((await boxOf(tool)) === undefined) return answered(tool, input, { stop });
  const value = await streamAny(tool, input, on, stop);
  return { value, receipt: isObject(value) && typeof value.receipt === "string" ? value.receipt : "" };
}
