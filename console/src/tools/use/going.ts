/** What is told of tools while they work for a request, put together tool by tool. */

import { isObject } from "../../json";
import type { Progress } from "../../schema";

/** One increment, as `tools:use` gives them. */
interface Doing {
  step: number;
  tool: string;
  state: "runs" | "done" | "failed" | "waits";
  arguments: Record<string, unknown> | null;
  far: Progress | null;
  piece: string;
  receipt: string;
}

export interface Going extends Pick<Doing, "step" | "tool" | "state" | "far" | "receipt"> {
  arguments: Record<string, unknown>;
  text: string;
}

/** Of a long reply its end is shown while it comes; the whole is on its receipt. */
const MOST_SHOWN = 4_000;

export function isDoing(item: unknown): item is Doing {
  return isObject(item) && typeof item.step === "number" && typeof item.tool === "string" && "state" in item;
}

export function joined(goings: readonly Going[], doing: Doing): readonly Going[] {
  const { step, tool, state, receipt } = doing;
  const before = goings.find((one) => one.step === step);
  const next: Going = {
    step,
    tool,
    state,
    receipt,
    arguments: doing.arguments ?? before?.arguments ?? {},
    far: doing.far ?? before?.far ?? null,
    text: `${before?.text ?? ""}${doing.piece}`.slice(-MOST_SHOWN),
  };
  return before ? goings.map((one) => (one === before ? next : one)) : [...goings, next];
}
