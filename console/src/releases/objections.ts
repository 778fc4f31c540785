/** Why a gate blocked, in the words of this page. */

import type { GateReport } from "../api";
import { retold, type Saying } from "../retold";

const KNOWN: readonly Saying[] = [
  [/^not asked or not judged: (?<n>\d+)/, "objectUnsettled"],
  [/^failed, and every release must pass them: (?<n>\d+)/, "objectBroken"],
  [/^worse than in the running release: (?<n>\d+)/, "objectWorse"],
  [/^passed: (?<share>[\d.]+%), where at least (?<least>[\d.]+%) must/, "objectShare"],
];

export function objections({ why }: Pick<GateReport, "why">): string[] {
  return why.map((reason) => retold(reason, KNOWN));
}
