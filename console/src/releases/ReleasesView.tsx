/** Releases and their gates; the sets of cases that they have to pass, the runs of these, and what can be trained on. */

import { type Part, Parts } from "../Parts";
import { CasesPart } from "./CasesPart";
import { ExportPart } from "./ExportPart";
import { ReleasesPart } from "./ReleasesPart";
import { RunsPart } from "./RunsPart";

const RELEASES: Part = { address: "", name: "releases", lead: "releasesLead", Page: ReleasesPart };
const CASES: Part = { address: "cases", name: "caseSets", lead: "caseSetsLead", Page: CasesPart };
const RUNS: Part = { address: "runs", name: "runs", lead: "runsLead", Page: RunsPart };
const EXPORT: Part = { address: "export", name: "exportData", lead: "exportLead", Page: ExportPart };

export function ReleasesView() {
  return <Parts view="releases" parts={[RELEASES, CASES, RUNS, EXPORT]} />;
}
