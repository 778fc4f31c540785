/** What a tool may do, in a word and a colour: read, write, act. */

import type { ToolRow } from "../api";
import { type Key, t } from "../i18n";

export type Risk = ToolRow["risk"];

const WORDS: Record<Risk, Key> = { read: "riskRead", write: "riskWrite", act: "riskAct" };

export function RiskBadge({ risk }: { risk: Risk }) {
  return <span class={`state risk-${risk}`}>{t(WORDS[risk])}</span>;
}
