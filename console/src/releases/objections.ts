/** Why a gate blocked, in the words of this page. */

import type { GateReport } from "../api";
import { count } from "../formats";
import { type Key, t } from "../i18n";

const KNOWN: readonly [RegExp, Key][] = [
  [/^not asked or not judged: (\d+)/, "objectUnsettled"],
  [/^failed, and every release must pass them: (\d+)/, "objectBroken"],
  [/^worse than in the running release: (\d+)/, "objectWorse"],
];

/** What the server says that is not known here stands as the server says it. */
export function objections({ why }: Pick<GateReport, "why">): string[] {
  return why.map((reason) => {
    for (const [pattern, key] of KNOWN) {
      const found = pattern.exec(reason);
      if (found) return t(key, { n: count(Number(found[1])) });
    }
    return reason;
  });
}
