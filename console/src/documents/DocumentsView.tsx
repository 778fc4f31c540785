/** Documents: all of them, and what people set right in them. */

import { FixesPart } from "../fixes/FixesPart";
import { type Part, Parts } from "../Parts";
import { DocumentsPart } from "./DocumentsPart";

const ALL: Part = { address: "", name: "all", lead: "documentsLead", Page: DocumentsPart };
const FIXES: Part = { address: "fixes", name: "fixes", lead: "fixesLead", Page: FixesPart };

export function DocumentsView() {
  return <Parts view="documents" parts={[ALL, FIXES]} />;
}
