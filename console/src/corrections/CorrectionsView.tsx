/** Corrections: all of them, the answers that somebody was not satisfied with, and why one does or does not fire. */

import { type Part, Parts } from "../Parts";
import { ListPart } from "./ListPart";
import { QueuePart } from "./QueuePart";
import { WhyPart } from "./WhyPart";

const LIST: Part = { address: "", name: "all", lead: "correctionsLead", Page: ListPart };
const QUEUE: Part = { address: "queue", name: "queue", lead: "queueLead", Page: QueuePart };
const WHY: Part = { address: "why", name: "whyFire", lead: "whyFireLead", Page: WhyPart };

export function CorrectionsView() {
  return <Parts view="corrections" parts={[LIST, QUEUE, WHY]} />;
}
