/** What the server's own HTTP API takes and gives. Field names are the server's; see /api/openapi.json. */

export type Origin = "documents" | "model" | "human" | "none";

/** Fractions of the page's width and height: left, top, right, bottom. */
export type Box = [number, number, number, number];

/** `char_start` and `char_end` count code points (not UTF-16 units) of the document's extracted text. */
export interface Citation {
  document: string;
  path: string;
  version: string;
  page: number | null;
  section: string | null;
  line_start: number | null;
  line_end: number | null;
  char_start: number;
  char_end: number;
  box: Box | null;
  quote: string;
}

export interface Sentence {
  text: string;
  supported: boolean | null;
  citations: number[];
}

export interface Answer {
  answer: string;
  origin: Origin;
  sentences: Sentence[];
  citations: Citation[];
  model: string | null;
}

/** A standing human answer, as it comes with an answer. */
export interface Ruling {
  id: string;
  question: string;
  answer: string;
  author: string;
  written_at: string;
  scope: string;
  why: string;
}

export interface Proof {
  index: number;
  leaf: string;
  size: number;
  root: string;
  origin: string;
  signature: string;
}

/** What comes around every output. */
export interface Envelope {
  receipt: string;
  proof: Proof;
  labels: string[];
  correction: Ruling | null;
  related: Ruling[];
}

export interface FileReport {
  path: string;
  status: "added" | "unchanged" | "updated" | "failed" | "removed";
  reason: string | null;
  chunks: number;
}

export interface DocumentRow {
  id: string;
  path: string;
  base: string;
  version: string | null;
  title: string;
  media_type: string;
  pages: number | null;
  chunks: number;
  added_at: string;
  state: string;
  reason: string | null;
}

export interface PageLine {
  text: string;
  char_start: number;
  char_end: number;
  page: number | null;
  line: number | null;
  box: Box | null;
  heading: boolean;
}

export interface Page {
  lines: PageLine[];
  title: string;
  path: string;
  pages: number | null;
  has_image: boolean;
  current: boolean;
}

export interface Base {
  name: string;
  documents: number;
  chunks: number;
}

export type Scope = "base" | "everyone" | "user";

export interface Correction {
  id: string;
  question: string;
  answer: string;
  author: string;
  scope: string;
  base: string | null;
  state: string;
  written_at: string;
  expires_at: string | null;
  why: string;
  source: string | null;
  aliases: string[];
  pending: string[];
  hits: number;
}

export interface CorrectionEvent {
  at: string;
  actor: string;
  kind: string;
  detail: string;
  receipt: string | null;
}

export interface Verdict {
  by: string;
  said: string;
  why: string;
}

export interface Usage {
  calls: number;
  input_tokens: number;
  output_tokens: number;
  cost_microusd: number | null;
}

export interface ReceiptSummary {
  id: string;
  capability: string;
  actor: string;
  status: string;
  started_us: number;
  finished_us: number;
  correction?: string | null;
  question?: string | null;
}

export interface Receipt extends ReceiptSummary {
  capability_version: string;
  risk: string;
  tenant: string;
  parent: string | null;
  root: string;
  error: string | null;
  input: unknown;
  output: unknown;
  verdicts: Verdict[];
  versions: Record<string, string>;
  labels: string[];
  usage: Usage;
  proof: Proof | null;
  children: string[];
  erased: boolean;
}

export interface Fault {
  at: string | number;
  kind: string;
  detail: string;
}

export interface Verification {
  intact: boolean;
  records: number;
  faults: Fault[];
}

export interface Status {
  version: string;
  language: "auto" | "zh" | "en";
  /** Null when the server does not know who asks; then it says nothing more. */
  actor: { id: string; name: string; rights: string[] } | null;
  model?: string | null;
}

/** One line per capability that the console itself calls. */
export interface Capabilities {
  "knowledge:ask": { input: { question: string; bases?: string[] | null; strict?: boolean }; output: Answer };
  "knowledge:documents": { input: { base?: string | null }; output: { documents: DocumentRow[] } };
  "knowledge:remove": { input: { document: string }; output: { removed: boolean } };
  "knowledge:page": { input: { document: string; version: string; page: number | null }; output: Page };
  "knowledge:bases": { input: Record<string, never>; output: { bases: Base[] } };
  "corrections:propose": {
    input: {
      receipt?: string;
      question?: string;
      answer: string;
      scope?: Scope;
      base?: string;
      expires_at?: string;
      why?: string;
    };
    output: { correction: string; status: "standing" | "proposed" };
  };
  "corrections:alias": {
    input: { correction: string; question: string };
    output: { correction: string; status: string; differs: string };
  };
  "corrections:approve": {
    input: { correction: string; question?: string };
    output: { correction: string; status: string };
  };
  "corrections:revoke": {
    input: { correction: string; question?: string; why?: string };
    output: { correction: string; status: string };
  };
  "corrections:list": {
    input: { state?: string; query?: string; limit?: number };
    output: { corrections: Correction[] };
  };
  "corrections:history": { input: { correction: string }; output: { events: CorrectionEvent[] } };
  "receipts:show": { input: { receipt: string }; output: Receipt };
  "receipts:list": {
    input: { limit?: number; before?: string; capability?: string; actor?: string; status?: string };
    output: { receipts: ReceiptSummary[] };
  };
  "receipts:verify": { input: Record<string, never>; output: Verification };
}

export type Name = keyof Capabilities;
export type Input<N extends Name> = Capabilities[N]["input"];
export type Reply<N extends Name> = Capabilities[N]["output"] & Envelope;
