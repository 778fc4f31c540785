/** What a tool may do, in a word and a colour: read, write, act. */

import type { ToolRow } from "../api";
import { t } from "../i18n";
import { RISKS } from "./names";

export type Risk = ToolRow["risk"];

export function RiskBadge({ risk }: { risk: Risk }) {
  return <span class={`state risk-${risk}`}>{t(RISKS[risk])}</span>;
}
