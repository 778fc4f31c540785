/** The wordings that wait for a person, by their corrections, with what is known of where each comes from. */

import type { Correction, Suggestion } from "../api";
import { call } from "../client";

export interface Waiting {
  key: string;
  correction: string;
  question: string;
  /** Why it was proposed, where that was just found. */
  suggestion: Suggestion | undefined;
}

export interface WaitingOf {
  correction: Correction;
  wordings: readonly Waiting[];
}

export function waiting(corrections: readonly Correction[], found: readonly Suggestion[]): WaitingOf[] {
  const known = new Map(found.map((one) => [keyOf(one.correction, one.question), one]));
  return corrections.map((correction) => ({
    correction,
    wordings: correction.pending.map((question) => {
      const key = keyOf(correction.id, question);
      return { key, correction: correction.id, question, suggestion: known.get(key) };
    }),
  }));
}

/** One after the other: what one of them is refused for says nothing of the others. */
export async function decideAll(
  deed: "approve" | "revoke",
  wordings: readonly Waiting[],
): Promise<{ done: number; problem: unknown }> {
  let done = 0;
  let problem: unknown = null;
  for (const { correction, question } of wordings) {
    try {
      await call(`corrections:${deed}`, { correction, question });
      done++;
    } catch (error) {
      problem ??= error;
    }
  }
  return { done, problem };
}

function keyOf(correction: string, question: string): string {
  return `${correction} ${question}`;
}
