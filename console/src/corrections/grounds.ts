/** Why the matcher or the judge says what it says, in the words of this page. */

import { retold, type Saying } from "../retold";

const KNOWN: readonly Saying[] = [
  [/^the same question$/, "groundSame"],
  [/^there are no corrections$/, "groundNone"],
  [/^a person confirmed that (?<wording>.+) means the same$/s, "groundAlias"],
  [/^(?<alike>\d+%) alike$/, "groundAlike"],
  [/^(?<alike>\d+%) alike; (?<apart>.+)$/s, "groundAlikeApart"],
  [/^nothing stands out: (?<score>[\d.]+) of (?<least>[\d.]+)$/, "groundFar"],
  [/^(?<judge>\S+) judged it the same as (?<wording>.+?): (?<piece>.+)$/s, "groundJudged"],
  [/^(?<wording>.+) is another question: (?<apart>.+)$/s, "groundOther"],
];

export function ground(why: string): string {
  return retold(why, KNOWN);
}
