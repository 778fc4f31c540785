/** Releases and their gates; the sets of cases that they have to pass, and the runs of these. */

import { type Part, Parts } from "../Parts";
import { CasesPart } from "./CasesPart";
import { ReleasesPart } from "./ReleasesPart";
import { RunsPart } from "./RunsPart";

const RELEASES: Part = { address: "", name: "releases", lead: "releasesLead", Page: ReleasesPart };
const CASES: Part = { address: "cases", name: "caseSets", lead: "caseSetsLead", Page: CasesPart };
const RUNS: Part = { address: "runs", name: "runs", lead: "runsLead", Page: RunsPart };

export function ReleasesView() {
  return <Parts view="releases" parts={[RELEASES, CASES, RUNS]} />;
}
