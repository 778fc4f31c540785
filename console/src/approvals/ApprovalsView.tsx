/** What a person has to say yes to: what waits, what was decided, and what is allowed for a while. */

import { type Part, Parts } from "../Parts";
import { DecidedPart, WaitingPart } from "./ApprovalsPart";
import { GrantsPart } from "./GrantsPart";

const WAITING: Part = { address: "", name: "waitingCalls", lead: "approvalsLead", Page: WaitingPart };
const DECIDED: Part = { address: "decided", name: "decidedCalls", lead: "decidedLead", Page: DecidedPart };
const GRANTS: Part = { address: "grants", name: "grants", lead: "grantsLead", Page: GrantsPart };

export function ApprovalsView() {
  return <Parts view="approvals" parts={[WAITING, DECIDED, GRANTS]} />;
}
