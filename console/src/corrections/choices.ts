/** What whoever approves a correction has to say about each one that contradicts it. */

import type { Conflict } from "../api";

/** Both hold, each where it was asked; or the new one takes the other's place. */
export type Choice = "despite" | "supersedes";

/** What can be said about a conflict; nothing about one that waits itself, for it answers nobody yet. */
export function choices({ kind, state }: Conflict): readonly Choice[] {
  if (state === "proposed") return [];
  const both: readonly Choice[] = kind === "the same" ? [] : ["despite"];
  return state === "standing" ? [...both, "supersedes"] : both;
}

export type Decision = Record<Choice, string[]>;

/** The ids for each choice, or null as long as one is not made. */
export function decided(
  conflicts: readonly Conflict[],
  chosen: Readonly<Record<string, Choice | undefined>>,
): Decision | null {
  const decision: Decision = { despite: [], supersedes: [] };
  for (const conflict of conflicts) {
    if (choices(conflict).length === 0) continue;
    const choice = chosen[conflict.correction];
    if (choice === undefined) return null;
    decision[choice].push(conflict.correction);
  }
  return decision;
}
