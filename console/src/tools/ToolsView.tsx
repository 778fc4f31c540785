/** Tools: have something done by those that fit, all that there are, the toolboxes that they come from, and what goes on. */

import { type Part, Parts } from "../Parts";
import { BoxesPart } from "./boxes/BoxesPart";
import { JobsPart } from "./jobs/JobsPart";
import { StorePart } from "./store/StorePart";
import { UsePart } from "./use/UsePart";

const USE: Part = { address: "", name: "haveDone", lead: "haveDoneLead", Page: UsePart };
const STORE: Part = { address: "store", name: "toolStore", lead: "toolStoreLead", Page: StorePart };
const BOXES: Part = { address: "boxes", name: "toolboxes", lead: "toolboxesLead", Page: BoxesPart };
const JOBS: Part = { address: "jobs", name: "toolJobs", lead: "toolJobsLead", Page: JobsPart };

export function ToolsView() {
  return <Parts view="tools" parts={[USE, STORE, BOXES, JOBS]} />;
}
