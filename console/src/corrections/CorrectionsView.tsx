/** Corrections: all of them, what waits for a person, who may judge, and why one does or does not fire. */

import { type Part, Parts } from "../Parts";
import { JudgesPart } from "./JudgesPart";
import { ListPart } from "./ListPart";
import { QueuePart } from "./QueuePart";
import { SuggestPart } from "./SuggestPart";
import { WhyPart } from "./WhyPart";

const LIST: Part = { address: "", name: "all", lead: "correctionsLead", Page: ListPart };
const QUEUE: Part = { address: "queue", name: "queue", lead: "queueLead", Page: QueuePart };
const SUGGEST: Part = { address: "suggest", name: "wordingsWait", lead: "wordingsLead", Page: SuggestPart };
const WHY: Part = { address: "why", name: "whyFire", lead: "whyFireLead", Page: WhyPart };
const JUDGES: Part = { address: "judges", name: "judges", lead: "judgesLead", Page: JudgesPart };

export function CorrectionsView() {
  return <Parts view="corrections" parts={[LIST, QUEUE, SUGGEST, WHY, JUDGES]} />;
}
