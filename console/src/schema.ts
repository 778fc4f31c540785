/** Made by `npm run schema` from the server's /api/openapi.json; not written by hand. */

/** What comes with every answer. A field of the output takes the place of one here with the same name. */
export interface Envelope {
  receipt: string;
  proof: Proof;
  labels: string[];
  related: Ruling[];
  correction: Ruling | null;
}

/** Enough to show later that a receipt is in the log: its leaf and a signed checkpoint that covers it (RFC 6962).
 *
 * `leaf` and `root` are SHA-256 in hex, `signature` is Ed25519 in hex over the checkpoint's text. */
export interface Proof {
  index: number;
  leaf: string;
  size: number;
  root: string;
  origin: string;
  signature: string;
}

/** What a person said the right answer is.
 *
 * `question` is the wording that was corrected, `why` the pieces that made it match (or only come close),
 * `written_at` is UTC in ISO 8601. */
export interface Ruling {
  id: string;
  question: string;
  answer: string;
  author: string;
  written_at: string;
  scope: string;
  why: string;
}

export interface ErrorBody {
  error: Failure;
}

/** `code` is stable; `message` says what happened, what was expected and what to do. */
export interface Failure {
  code: string;
  message: string;
  receipt: string | null;
  approval: string | null;
}

/** The next piece of an answer while it is being written. */
export interface Delta {
  text: string;
}

/** `bases` bound which knowledge bases the actor may see; None: all. `tenant` may be given by the owner only. */
export interface ActorInput {
  id: string;
  name?: string;
  rights?: ("act" | "admin" | "read" | "write")[];
  bases?: string[] | null;
  tenant?: string | null;
  disabled?: boolean;
}

export interface ActorRow {
  id: string;
  name: string;
  tenant: string;
  rights: string[];
  bases: string[] | null;
  disabled: boolean;
}

/** For a capability that has nothing to be told. */
export interface Nothing {}

export interface ActorList {
  actors: ActorRow[];
  keys: KeyRow[];
}

/** A key, never whole. Times are microseconds since 1970, UTC. */
export interface KeyRow {
  prefix: string;
  actor: string;
  created_us: number;
  expires_us: number | null;
  revoked_us: number | null;
}

export interface DecideInput {
  approval: string;
  approve: boolean;
  why?: string | null;
}

export interface Decided {
  approval: string;
  state: "approved" | "expired" | "refused" | "used" | "waiting";
}

/** `state` None: all of them. */
export interface ApprovalsInput {
  state?: "approved" | "expired" | "refused" | "used" | "waiting" | null;
  limit?: number;
}

export interface ApprovalList {
  approvals: ApprovalRow[];
}

/** A call that waits, or waited, for a person. `input` is what it was called with, as `receipt` has it.
 *
 * It is hidden from `repr`, and so from the record: erasing it there shall erase it everywhere. */
export interface ApprovalRow {
  id: string;
  capability: string;
  actor: string;
  input: unknown;
  receipt: string;
  why: string;
  state: "approved" | "expired" | "refused" | "used" | "waiting";
  requested_us: number;
  expires_us: number;
  decided_by: string | null;
  decided_why: string | null;
}

export interface BudgetList {
  budgets: BudgetRow[];
}

/** A budget and how much of it is used up or set aside in the present period, `*_used`.
 *
 * `unpriced` calls cost something that nobody knows. */
export interface BudgetRow {
  subject: string;
  period: "day" | "minute" | "month" | "total";
  calls: number | null;
  calls_used: number;
  tokens: number | null;
  tokens_used: number;
  cost_microusd: number | null;
  cost_microusd_used: number;
  unpriced: number;
}

/** `actor` None: the caller's whole tenant. Without any limit the budget is removed. A rate is one per minute. */
export interface BudgetInput {
  actor?: string | null;
  period?: "day" | "minute" | "month" | "total";
  calls?: number | null;
  tokens?: number | null;
  cost_microusd?: number | null;
}

/** `question` means the same as the question of `correction`. */
export interface AliasInput {
  correction: string;
  question: string;
}

/** `differs` says which numbers, dates and negations the two wordings do not share; "" if none. */
export interface AliasStatus {
  correction: string;
  status: string;
  differs: string;
}

/** A proposed correction; with `question`, a proposed alias of it. */
export interface ApproveInput {
  correction: string;
  question?: string | null;
}

/** Which correction, and what it, or the wording that was named, is now. */
export interface CorrectionStatus {
  correction: string;
  status: string;
}

export interface HistoryInput {
  correction: string;
}

export interface CorrectionHistory {
  events: Event[];
}

/** One line of a correction's history, which only grows. `receipt` is the call that did it. */
export interface Event {
  at: string;
  actor: string;
  kind: "alias-added" | "alias-proposed" | "approved" | "proposed" | "revoked" | "superseded" | "wording-withdrawn";
  detail: string;
  receipt: string | null;
}

/** `query` is looked for in questions and answers. */
export interface CorrectionsListInput {
  state?: "expired" | "proposed" | "revoked" | "standing" | "superseded" | null;
  query?: string;
  limit?: number;
}

export interface CorrectionList {
  corrections: Correction[];
}

/** What a person said the right answer is, with what became of it.
 *
 * `base` and `user` name the holder of a scope that has one. `pending` are wordings proposed as aliases. Times are
 * UTC in ISO 8601. `hits` counts how often it has answered. */
export interface Correction {
  id: string;
  question: string;
  answer: string;
  author: string;
  scope: "base" | "everyone" | "user";
  state: "expired" | "proposed" | "revoked" | "standing" | "superseded";
  written_at: string;
  base: string | null;
  user: string | null;
  expires_at: string | null;
  why: string;
  source: string | null;
  aliases: string[];
  pending: string[];
  hits: number;
}

/** `bases` are those that would be asked, by default all. */
export interface MatchInput {
  question: string;
  bases?: string[] | null;
}

/** `correction` is the one that fires, or the best to show beside the answer; `related` are further ones to show. */
export interface MatchReport {
  outcome: "beside" | "fire" | "silent";
  why: string;
  score: number;
  correction: Ruling | null;
  related: Ruling[];
}

/** The right answer to the question of `receipt`, or to `question`.
 *
 * `base` is the knowledge base for the scope "base": by default the one that was asked. `expires_at` is ISO 8601. */
export interface ProposeInput {
  answer: string;
  receipt?: string | null;
  question?: string | null;
  scope?: "base" | "everyone" | "user";
  base?: string | null;
  expires_at?: string | null;
  why?: string;
}

/** A correction to take back, or to refuse while it waits; with `question`, only that alias of it. */
export interface CorrectionsRevokeInput {
  correction: string;
  question?: string | null;
  why?: string;
}

/** `expires_at` is a date or a time in ISO 8601, in UTC unless it says otherwise; None: never. */
export interface KeyInput {
  actor: string;
  expires_at?: string | null;
}

/** `key` is shown this once: only its hash is kept, and the receipt has only its prefix. */
export interface NewKey {
  key: string;
  prefix: string;
  actor: string;
}

/** `prefix` is how the key begins, such as wk_3f9k2m7q. */
export interface AccessRevokeInput {
  prefix: string;
}

/** `paths` are files and folders on the machine that Wainao runs on. */
export interface AddInput {
  paths: string[];
  base?: string;
  dry_run?: boolean;
}

/** What became of every file, and how many of each kind. */
export interface Added {
  files: FileEvent[];
  added: number;
  updated: number;
  unchanged: number;
  failed: number;
  removed: number;
}

/** What became of one file. `code` is the stable word for a failure (`errors.Fault`), `reason` says it in full. */
export interface FileEvent {
  path: string;
  status: "added" | "failed" | "removed" | "unchanged" | "updated";
  document: string | null;
  version: string | null;
  chunks: number;
  code: string | null;
  reason: string | null;
}

/** `bases` None: every knowledge base that the caller may see. `strict` leaves out what is not supported. */
export interface AskInput {
  question: string;
  bases?: string[] | null;
  strict?: boolean;
  filters?: Filters;
}

/** Only passages that fit all of these; empty or None means any.
 *
 * `documents` are ids, `media_types` are compared whole or, as "image/", by their beginning. `added_from` and
 * `added_before` are UTC in ISO 8601; a date alone means its first moment. */
export interface Filters {
  documents?: string[];
  media_types?: string[];
  added_from?: string | null;
  added_before?: string | null;
}

/** A whole answer. `origin` says who wrote it; "none" means the evidence did not carry one. */
export interface Answer {
  answer: string;
  origin: "documents" | "human" | "model" | "none";
  sentences: Sentence[];
  citations: Citation[];
  model: string | null;
}

/** One sentence of an answer; `citations` index the answer's list, `supported` is None when nothing was checked. */
export interface Sentence {
  text: string;
  supported: boolean | null;
  citations: number[];
}

/** One quoted place in one version of one document.
 *
 * `page` counts from 1 (page, slide or sheet); lines count from 1, within the page where there are pages and within
 * the file where there are none. `char_start` and `char_end` index the document's extracted text, half-open. `box` is
 * (x0, y0, x1, y1) as fractions of the page's width and height, origin at the top left. */
export interface Citation {
  document: string;
  path: string;
  version: string;
  char_start: number;
  char_end: number;
  quote: string;
  page: number | null;
  section: string | null;
  line_start: number | null;
  line_end: number | null;
  box: [number, number, number, number] | null;
}

export interface BasesInput {}

export interface BaseList {
  bases: Base[];
}

/** A knowledge base: its name, and what in it can be asked. */
export interface Base {
  name: string;
  documents: number;
  chunks: number;
}

/** `base` None: every knowledge base that the caller may see. */
export interface DocumentsInput {
  base?: string | null;
}

export interface DocumentList {
  documents: Document[];
}

/** One file of a knowledge base, in its current version. `problem` says why the last attempt to read it failed. */
export interface Document {
  id: string;
  base: string;
  path: string;
  state: "deleted" | "failed" | "live";
  version: string | null;
  title: string;
  media_type: string;
  size_bytes: number;
  pages: number | null;
  chunks: number;
  updated_at: string;
  problem: string | null;
}

/** `width` in pixels. */
export interface ImageInput {
  document: string;
  version?: string | null;
  page?: number;
  width?: number;
}

export interface PageImage {
  media_type: string;
  content: string;
}

/** `version` None: the current one. `page` None: the first, or everything where there are no pages. */
export interface PageInput {
  document: string;
  version?: string | null;
  page?: number | null;
}

/** What the citation view shows. `current` is False when the document has a newer version, or has left the index. */
export interface PageText {
  document: string;
  version: string;
  path: string;
  title: string;
  media_type: string;
  page: number | null;
  pages: number | null;
  current: boolean;
  has_image: boolean;
  lines: PageLine[];
}

/** One line and its place; offsets index the document's extracted text, half-open. */
export interface PageLine {
  text: string;
  char_start: number;
  char_end: number;
  page: number | null;
  line: number | null;
  box: [number, number, number, number] | null;
  heading: boolean;
}

export interface RemoveInput {
  document: string;
}

/** `bases` None: every knowledge base that the caller may see. */
export interface SearchInput {
  question: string;
  top?: number;
  bases?: string[] | null;
  filters?: Filters;
}

/** The best first. */
export interface PassageList {
  passages: Passage[];
}

/** A citation as search returns it: the whole passage and how well it fits. */
export interface Passage {
  document: string;
  path: string;
  version: string;
  char_start: number;
  char_end: number;
  quote: string;
  score: number;
  text: string;
  page: number | null;
  section: string | null;
  line_start: number | null;
  line_end: number | null;
  box: [number, number, number, number] | null;
}

/** `name` may have folders before it; a name that is known gets a new version. */
export interface UploadInput {
  name: string;
  content: string;
  base?: string;
}

export interface AcknowledgeInput {
  receipt: string;
  why: string;
}

export interface AcknowledgeOutput {
  receipt: string;
  acknowledged: boolean;
}

/** `since`: also prove that the log only grew since it had so many records. */
export interface CheckpointInput {
  since?: number | null;
}

/** A signed note (C2SP tlog-checkpoint) and what it says; `root`, `key` and `growth` are in hex. */
export interface CheckpointOutput {
  note: string;
  origin: string;
  size: number;
  root: string;
  key: string;
  growth: string[] | null;
}

export interface EraseInput {
  receipt: string;
  why: string;
}

/** `receipts` are all that lost their contents: the call itself and those that it made. */
export interface EraseOutput {
  receipt: string;
  erased: boolean;
  receipts: string[];
}

/** Which receipts; without anything, all that the caller may see. */
export interface ExportInput {
  capability?: string | null;
  actor?: string | null;
  status?: string | null;
}

/** Comes after one `Evidence` for each receipt, the newest first; `key` (hex) is what they are checked with. */
export interface ExportOutput {
  receipts: number;
  key: string;
}

/** `before` is the id of a receipt: only those that were sealed before it. */
export interface ReceiptsListInput {
  limit?: number;
  before?: string | null;
  capability?: string | null;
  actor?: string | null;
  status?: string | null;
}

/** The newest first. */
export interface ListOutput {
  receipts: Summary[];
}

/** A receipt in a list. Times are microseconds since 1970, UTC; `question` is what was asked, if anything was. */
export interface Summary {
  id: string;
  capability: string;
  actor: string;
  status: string;
  started_us: number;
  finished_us: number;
  correction: string | null;
  question: string | null;
}

/** One receipt, by its id. */
export interface Which {
  receipt: string;
}

/** Everything that is needed to check, offline, that the log under `key` holds the receipt; see `Evidence`. */
export interface ProveOutput {
  key: string;
  header: string;
  salt: string | null;
  contents: string | null;
  path: string[];
  note: string;
}

/** A whole receipt. Once erased, `input`, `output`, `error` and the verdicts' reasons are gone.
 *
 * `versions` is what the answer depends on, `children` are the receipts of the calls that it made, `proof` is against
 * the newest checkpoint. */
export interface Shown {
  id: string;
  capability: string;
  capability_version: string;
  risk: string;
  actor: string;
  tenant: string;
  status: string;
  started_us: number;
  finished_us: number;
  parent: string | null;
  root: string;
  children: string[];
  question: string | null;
  input: unknown;
  output: unknown;
  error: string | null;
  verdicts: Verdict[];
  versions: Record<string, string>;
  labels: string[];
  correction: string | null;
  usage: Usage;
  proof: Proof;
  erased: boolean;
  erased_by: string | null;
}

/** What one layer, guard or check said about a call, and why. */
export interface Verdict {
  by: string;
  said: string;
  why: string;
}

/** Calls, tokens and money of one call or of many. `cost_microusd` is None when a price is unknown, never 0. */
export interface Usage {
  calls: number;
  input_tokens: number;
  output_tokens: number;
  cost_microusd: number | null;
}

/** With a checkpoint that was kept elsewhere, even a ledger rewritten with its own key is found out. */
export interface VerifyInput {
  checkpoint?: Kept | null;
}

/** A checkpoint as `receipts:checkpoint` gave it, kept somewhere else since. */
export interface Kept {
  note: string;
}

export interface VerifyOutput {
  intact: boolean;
  records: number;
  faults: Fault[];
}

/** What is wrong. `at` is the number of the record where it is or begins, `until` that of the last one. */
export interface Fault {
  at: number | null;
  kind:
    | "contents"
    | "cut"
    | "deleted"
    | "edited"
    | "erased"
    | "foreign"
    | "hashes"
    | "head"
    | "incident"
    | "inserted"
    | "more"
    | "moved"
    | "rewritten"
    | "signature"
    | "unreadable";
  detail: string;
  until: number | null;
}

/** What every capability takes and gives. */
export interface Capabilities {
  "actors:add": { input: ActorInput; output: ActorRow };
  "actors:list": { input: Nothing; output: ActorList };
  "approvals:decide": { input: DecideInput; output: Decided };
  "approvals:list": { input: ApprovalsInput; output: ApprovalList };
  "budgets:list": { input: Nothing; output: BudgetList };
  "budgets:set": { input: BudgetInput; output: BudgetRow };
  "corrections:alias": { input: AliasInput; output: AliasStatus };
  "corrections:approve": { input: ApproveInput; output: CorrectionStatus };
  "corrections:history": { input: HistoryInput; output: CorrectionHistory };
  "corrections:list": { input: CorrectionsListInput; output: CorrectionList };
  "corrections:match": { input: MatchInput; output: MatchReport };
  "corrections:propose": { input: ProposeInput; output: CorrectionStatus };
  "corrections:revoke": { input: CorrectionsRevokeInput; output: CorrectionStatus };
  "keys:add": { input: KeyInput; output: NewKey };
  "keys:revoke": { input: AccessRevokeInput; output: KeyRow };
  "knowledge:add": { input: AddInput; output: Added };
  "knowledge:ask": { input: AskInput; output: Answer };
  "knowledge:bases": { input: BasesInput; output: BaseList };
  "knowledge:documents": { input: DocumentsInput; output: DocumentList };
  "knowledge:image": { input: ImageInput; output: Blob };
  "knowledge:page": { input: PageInput; output: PageText };
  "knowledge:remove": { input: RemoveInput; output: FileEvent };
  "knowledge:search": { input: SearchInput; output: PassageList };
  "knowledge:upload": { input: UploadInput; output: FileEvent };
  "receipts:acknowledge": { input: AcknowledgeInput; output: AcknowledgeOutput };
  "receipts:checkpoint": { input: CheckpointInput; output: CheckpointOutput };
  "receipts:erase": { input: EraseInput; output: EraseOutput };
  "receipts:export": { input: ExportInput; output: ExportOutput };
  "receipts:list": { input: ReceiptsListInput; output: ListOutput };
  "receipts:prove": { input: Which; output: ProveOutput };
  "receipts:show": { input: Which; output: Shown };
  "receipts:verify": { input: VerifyInput; output: VerifyOutput };
}
