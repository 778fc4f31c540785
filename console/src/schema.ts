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
  why: Words | string;
}

/** The same words in Chinese and English: `Words("提问", "Ask")`. */
export interface Words {
  zh: string;
  en: string;
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

/** The next piece of an answer while it is being written.
 *
 * `of` tells apart what is written at once: "" is the answer, "thought" what a reasoning model thinks before it,
 * "signature" what its provider signs that thought with (and the thought's end), "refusal" why it will not answer,
 * "tool:0" the arguments of the first tool call; "/1" follows for the second of several replies. The first
 * piece of a tool call says in `tool` which id and name it has. */
export interface Delta {
  text: string;
  of: string;
  tool: [string, string] | null;
}

/** What is left out stays as it was; a new actor may read, in all knowledge bases.
 *
 * `bases` bound which of them the actor may see; "*": all, as for every administrator. `tenant` may be given by the
 * owner only. */
export interface ActorInput {
  id: string;
  name?: string | null;
  rights?: ("act" | "admin" | "read" | "write")[] | null;
  bases?: string[] | null;
  tenant?: string | null;
  disabled?: boolean | null;
}

/** `team` is charged for its calls, unless a key says another. */
export interface ActorRow {
  id: string;
  name: string;
  tenant: string;
  team: string | null;
  rights: string[];
  bases: string[] | null;
  disabled: boolean;
}

/** Who signed in: `subject` is who they are at that `issuer`; `id` is what a new actor is called, if it is free.
 *
 * They belong to `team`, which is charged for them, and is made if there is none. `bases` None: all of them. */
export interface AdmitInput {
  issuer: string;
  subject: string;
  id: string;
  name?: string;
  rights?: ("act" | "admin" | "read" | "write")[];
  bases?: string[] | null;
  tenant?: string;
  team?: string | null;
}

/** At most `limit` rows, 1 to 1000, after the first `skip`. One that is full may not be the last. */
export interface Portion {
  limit?: number;
  skip?: number;
}

/** With the keys of these actors, a thousand at most; keys:list has all. */
export interface ActorList {
  actors: ActorRow[];
  keys: KeyRow[];
}

/** A key, never whole. Times are microseconds since 1970, UTC; `last_used_us` is exact to a minute.
 *
 * Keys that replaced each other are one `line`, named by the first. What it is bound to is None where it may do
 * whatever its actor may. */
export interface KeyRow {
  prefix: string;
  name: string;
  line: string;
  actor: string;
  team: string | null;
  rights: string[] | null;
  bases: string[] | null;
  capabilities: string[] | null;
  routes: string[] | null;
  created_us: number;
  expires_us: number | null;
  revoked_us: number | null;
  replaced_by: string | null;
  last_used_us: number | null;
}

export interface SignOutInput {
  actor: string;
}

/** How many sessions were `ended`. */
export interface SignedOut {
  actor: string;
  ended: number;
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
  limit?: number;
  skip?: number;
  state?: "approved" | "expired" | "refused" | "used" | "waiting" | null;
}

export interface ApprovalList {
  approvals: ApprovalRow[];
}

/** A call that waits, or waited, for a person. `input` is what it was called with, as `receipt` has it.
 *
 * It is hidden from `repr`, with the reasons, and so from the record: erasing it there shall erase it everywhere. */
export interface ApprovalRow {
  id: string;
  capability: string;
  actor: string;
  input: unknown;
  receipt: string;
  why: Words | string;
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
 * `unpriced` calls cost something that nobody knows, which is in no sum of money. */
export interface BudgetRow {
  subject: string;
  period: "day" | "minute" | "month" | "now" | "plan" | "total";
  calls: number | null;
  calls_used: number;
  tokens: number | null;
  tokens_used: number;
  cost_microusd: number | null;
  cost_microusd_used: number;
  unpriced: number;
  if_unpriced: "count" | "refuse";
}

/** For one `actor`, `team` or `key` (by how it begins); without any, for the caller's whole tenant.
 *
 * Without any limit the budget is removed. A call whose price nobody knows is refused where money has a limit; with
 * `if_unpriced` "count" it may pass, and is counted apart. */
export interface BudgetInput {
  actor?: string | null;
  team?: string | null;
  key?: string | null;
  period?: "day" | "minute" | "month" | "total";
  calls?: number | null;
  tokens?: number | null;
  cost_microusd?: number | null;
  if_unpriced?: "count" | "refuse";
}

export interface CalcEvaluateInput {
  expression: string;
}

/** `result` in decimals, all of them if `exact`, else the first 30 significant ones; `fraction` is the value itself
 * where it is one, such as "1/3". `read` is the expression as it was understood. */
export interface Calculated {
  result: string;
  exact: boolean;
  fraction: string;
  read: string;
}

export interface CalendarDraftInput {
  title: string;
  start: string;
  minutes?: number;
  zone?: string;
  place?: string;
  notes?: string;
  attendees?: string[];
  reminder_minutes?: number | null;
}

/** A file: `content` of that type, to be opened with a mail or calendar program. Nothing was sent. */
export interface Draft {
  content: string;
  media_type: string;
  name: string;
}

export interface CalendarFestivalInput {
  name: string;
  year?: number | null;
}

/** `days` from today, less than 0 where it has passed. */
export interface FestivalDay {
  name: Words;
  date: string;
  weekday: Words;
  chinese: string;
  days: number;
}

export interface CalendarHolidaysInput {
  year?: number | null;
  country?: string;
  region?: string;
}

/** `worked_weekends` are weekend days that are worked in exchange; `notes` say what is not known. */
export interface Holidays {
  country: string;
  year: number;
  holidays: HolidayRow[];
  worked_weekends: string[];
  notes: Words[];
}

export interface HolidayRow {
  date: string;
  weekday: Words;
  name: Words;
}

export interface CalendarLunarInput {
  day?: string | null;
}

/** Of the day `date`. `year` is the one in which its Chinese year began. `cycle` is the year's name in the cycle of
 * sixty; `term` and `festival` are None on a day that is none. */
export interface ChineseDay {
  year: number;
  month: number;
  leap: boolean;
  day: number;
  text: string;
  cycle: string;
  zodiac: Words;
  term: Words | null;
  festival: Words | null;
  date: string;
}

export interface CalendarSolarInput {
  month: number;
  day: number;
  year?: number | null;
  leap?: boolean;
}

/** `chinese` is the day as the Chinese calendar has it. */
export interface SolarDay {
  date: string;
  weekday: Words;
  chinese: string;
}

export interface CalendarTermsInput {
  year?: number | null;
}

export interface Terms {
  terms: Term[];
}

/** `at` is the minute in which it begins, Beijing time, "HH:MM". */
export interface Term {
  name: Words;
  date: string;
  at: string;
}

export interface ChartsDrawInput {
  series: Series[];
  labels?: string[];
  kind?: "bar" | "line" | "pie" | "scatter";
  x?: number[];
  title?: string;
  x_title?: string;
  y_title?: string;
  format?: "png" | "svg";
  theme?: "dark" | "light";
}

export interface Series {
  values: (number | null)[];
  name?: string;
}

/** `content` is the picture, `description` the same in words, `notes` what is amiss with it. */
export interface Picture {
  content: string;
  media_type: string;
  name: string;
  description: string;
  notes: Words[];
}

export interface CodeRunInput {
  program: string;
  files?: GivenFile[];
  kept?: string[];
  keep?: boolean;
  seconds?: number;
}

export interface GivenFile {
  name: string;
  content: string;
}

/** What it printed, and what it complained; `status` 0: it came to its end. `files` are those that it wrote, or
 * `kept_files` where they are kept by their digests.
 *
 * `stopped` says why it was ended before: "time", "output" (it printed more than 64 KiB, or wrote more than 16 MiB),
 * "memory", or empty. */
export interface Ran {
  output: string;
  errors: string;
  status: number;
  stopped: string;
  files: MadeFile[];
  kept_files: ToolFile[];
}

/** A file that the program wrote. */
export interface MadeFile {
  name: string;
  media_type: string;
  content: string;
}

/** A file that a tool gave: kept under `digest` (SHA-256), `size` in bytes. */
export interface ToolFile {
  digest: string;
  media_type: string;
  size: number;
  name: string;
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
  differs: Words | string;
}

/** A correction that waits or is on trial; with `question`, a proposed alias of it.
 *
 * Others in conflict with it (see corrections:conflicts) must be named: those that it holds `despite`, and those that
 * it `supersedes`. `run` is an evaluation in which it was tested on trial; the history says how that went. */
export interface ApproveInput {
  correction: string;
  question?: string | null;
  despite?: string[];
  supersedes?: string[];
  run?: string;
}

/** Which correction, and what it, or the wording that was named, is now. */
export interface CorrectionStatus {
  correction: string;
  status: string;
}

/** Those of one correction; without one, those of the newest `limit` that wait or are on trial, or, with `standing`,
 * of those in force with each other, after the first `skip`. */
export interface ConflictsInput {
  limit?: number;
  skip?: number;
  correction?: string | null;
  standing?: boolean;
}

/** Those that are in conflict with others. `looked` says how many were looked at: fewer than asked for, the last. */
export interface ConflictList {
  corrections: Conflicting[];
  looked: number;
}

/** A correction, by its id, and all that it is in conflict with: first the same question, then the closest. */
export interface Conflicting {
  correction: string;
  question: string;
  answer: string;
  state: "expired" | "proposed" | "retired" | "revoked" | "standing" | "superseded" | "trial";
  conflicts: Conflict[];
}

/** Another correction that answers otherwise what may be the same question.
 *
 * `question` is its wording that comes close, or is the same: `kind` says which, and whether that is in the same
 * scope. `alike` is how close, 1 for the same. */
export interface Conflict {
  correction: string;
  question: string;
  answer: string;
  author: string;
  scope: string;
  state: "proposed" | "resting" | "standing" | "trial" | "withdrawn";
  kind: "close" | "the same" | "the same elsewhere";
  alike: number;
}

/** An open item of the queue that needs no correction, and why. */
export interface DismissInput {
  item: string;
  why?: string;
}

export interface QueueStatus {
  item: string;
  status: "corrected" | "dismissed" | "open";
}

/** The receipt of an answer that is not right, from somebody who need not know what is; `why`, if that is known. */
export interface DissatisfiedInput {
  receipt: string;
  why?: string;
}

export interface HistoryInput {
  correction: string;
}

export interface CorrectionHistory {
  events: CorrectionsEvent[];
}

/** One line of a correction's history, which only grows. `receipt` is the call that did it. */
export interface CorrectionsEvent {
  at: string;
  actor: string;
  kind:
    | "alias-added"
    | "alias-proposed"
    | "approved"
    | "proposed"
    | "restored"
    | "retired"
    | "revoked"
    | "superseded"
    | "tried"
    | "wording-withdrawn";
  detail: string;
  receipt: string | null;
}

/** `route` leads to the model, by default to the judge of the settings. `groups` are asked about instead of the
 * built-in set; they can take the permission away, not give it. `fresh` forgets what was begun and not finished. */
export interface JudgeEvalInput {
  route?: string;
  groups?: Group[];
  at_once?: number;
  fresh?: boolean;
}

/** A corrected question, `paraphrases` that its correction answers, too, and `near_misses` that it must not. */
export interface Group {
  question: string;
  paraphrases?: string[];
  near_misses?: NearMiss[];
}

/** A question that only looks like another. `kind` says what is different: number, date, negation, entity, … */
export interface NearMiss {
  text: string;
  kind?: string;
}

/** `judge` is the deployment with its version, and the model. It was asked `asked` times, `kept` of them before this
 * call, and failed `failed` times. Tokens, money (None: unknown) and times are those of all. */
export interface CorrectionsReport {
  judge: string;
  questions: number;
  asked: number;
  kept: number;
  failed: number;
  languages: LanguageResult[];
  input_tokens: number;
  output_tokens: number;
  cost_microusd: number | null;
  usual_s: number;
  late_s: number;
}

/** `recall` is the share of paraphrases whose own correction fires. `near_misses` are those that the judge did not
 * fail on, `wrong` what fired falsely: near-misses, and paraphrases of another correction. `why` says what keeps it
 * from passing. */
export interface LanguageResult {
  language: "en" | "mixed" | "zh";
  paraphrases: number;
  recall: number;
  near_misses: number;
  wrong: number;
  wrong_share: number;
  wrong_upper: number;
  kinds: KindResult[];
  passed: boolean;
  why: Words | string;
}

/** Near-misses of one kind. `upper` is where the true share of `wrong` ends with 95 % confidence (Wilson). */
export interface KindResult {
  kind: string;
  asked: number;
  wrong: number;
  upper: number;
}

/** Nothing to say. */
export interface JudgesInput {}

/** The newest first. A model that is not among them, or in another version, may not judge. */
export interface Judges {
  judges: Permit[];
}

/** Whether a judge (a version of a deployment, and its model) may let a correction fire in a language. `receipt` is
 * that of the call that measured it, at `at_us` (microseconds since 1970, UTC). */
export interface Permit {
  judge: string;
  language: "en" | "mixed" | "zh";
  passed: boolean;
  at_us: number;
  receipt: string;
}

/** `query` is looked for in questions and answers, `author` is an actor's id; `pending` are only those with wordings
 * that wait for a person. */
export interface CorrectionsListInput {
  limit?: number;
  skip?: number;
  state?: "expired" | "proposed" | "retired" | "revoked" | "standing" | "superseded" | "trial" | null;
  scope?: "base" | "capability" | "everyone" | "team" | "user" | null;
  author?: string | null;
  query?: string;
  pending?: boolean;
}

export interface CorrectionList {
  corrections: Correction[];
}

/** What a person said the right answer is, with what became of it.
 *
 * `base`, `user`, `team` and `capability` name the holder of a scope that has one. `pending` are wordings proposed as
 * aliases. Times are UTC in ISO 8601. `hits` counts how often it has answered, `last_hit_at` says when it last did. */
export interface Correction {
  id: string;
  question: string;
  answer: string;
  author: string;
  scope: "base" | "capability" | "everyone" | "team" | "user";
  state: "expired" | "proposed" | "retired" | "revoked" | "standing" | "superseded" | "trial";
  written_at: string;
  base: string | null;
  user: string | null;
  team: string | null;
  capability: string | null;
  expires_at: string | null;
  why: string;
  source: string | null;
  aliases: string[];
  pending: string[];
  hits: number;
  last_hit_at: string | null;
}

/** `bases` are those that would be asked, `capability` what would be; by default all. `judge`: also ask the judge
 * where one would be asked. `trial`: as if the corrections on trial stood. */
export interface MatchInput {
  question: string;
  bases?: string[] | null;
  capability?: string | null;
  judge?: boolean;
  trial?: boolean;
}

/** `correction` is the one that fires, or the best to show beside the answer; `related` are further ones to show. */
export interface MatchReport {
  outcome: "beside" | "fire" | "silent";
  why: Words | string;
  score: number;
  correction: Ruling | null;
  related: Ruling[];
}

/** The right answer to the question of `receipt`, to `question`, or to an `item` of corrections:queue.
 *
 * It holds for the scope "base", unless that receipt's question was put to none, as in a chat: then for everyone.
 * `base`, `team` or `capability` is whom such a scope means: by default the base or the capability that was asked, and
 * the own team. `expires_at` is ISO 8601. `id` names it as a list does that it comes from. `hold` has it wait for
 * approval even from who may decide it; on `trial`, only previews and evaluations see it meanwhile. */
export interface ProposeInput {
  answer: string;
  receipt?: string | null;
  question?: string | null;
  item?: string | null;
  scope?: "base" | "capability" | "everyone" | "team" | "user" | null;
  base?: string | null;
  team?: string | null;
  capability?: string | null;
  expires_at?: string | null;
  why?: string;
  id?: string | null;
  hold?: boolean;
  trial?: boolean;
}

/** `held` says why it waits, where the caller may decide; `conflicts` are other corrections that answer otherwise
 * what may be the same question. */
export interface ProposalStatus {
  correction: string;
  status: string;
  held: string;
  conflicts: string[];
}

/** One `item`, or the newest in that `state`; None: in any. */
export interface QueueInput {
  limit?: number;
  skip?: number;
  state?: "corrected" | "dismissed" | "open" | null;
  item?: string | null;
}

export interface QueueList {
  items: QueueItem[];
}

/** An answer that somebody (`by`) was not satisfied with, at `at`.
 *
 * `question`, `answer` and the `citations` beside it are those of the receipt; None once that was erased. A closed
 * item names the `correction` that answers it, or says why it was dismissed. Times are UTC in ISO 8601. */
export interface QueueItem {
  id: string;
  receipt: string;
  capability: string;
  state: "corrected" | "dismissed" | "open";
  by: string;
  at: string;
  why: string;
  question: string | null;
  answer: string | null;
  citations: unknown[];
  correction: string | null;
  closed_by: string | null;
  closed_at: string | null;
  closed_why: string;
}

/** A retired or revoked correction. */
export interface RestoreInput {
  correction: string;
  why?: string;
}

/** A correction that is needed no longer, because the answer is right without it. */
export interface RetireInput {
  correction: string;
  why?: string;
}

/** A correction to take back, or to refuse while it waits; with `question`, only that alias of it. */
export interface CorrectionsRevokeInput {
  correction: string;
  question?: string | null;
  why?: string;
}

/** What `author` (an actor's id) said, what was said `since` a time (ISO 8601), or what is both: corrections and
 * source fixes. With `dry_run`, nothing is changed: the report is what would be. */
export interface CorrectionsRollbackInput {
  author?: string | null;
  since?: string | null;
  why?: string;
  dry_run?: boolean;
}

/** `rollback` is what to undo it by, None for a dry run. Of what was done, the first thousand are in `taken`;
 * a source fix is in there by its own id and gist. */
export interface RollbackReport {
  rollback: string | null;
  revoked: number;
  withdrawn: number;
  restored: number;
  undone: number;
  left: number;
  taken: CorrectionsTaken[];
}

/** One thing that a roll-back did, or that undoing it did: to a correction, or to its alias `question`. `why` it was
 * left alone, if it was. */
export interface CorrectionsTaken {
  correction: string;
  question: string;
  deed: "left" | "restored" | "revoked" | "undone" | "withdrawn";
  why: Words | string;
}

/** Looks through the newest `receipts` of `capability`, or of each that corrections answer for, for what was asked
 * `least` times and only came close.
 *
 * `route` leads to a model that must find each of them the same, too, and that writes `each` wordings of its own for
 * every standing correction. `dry_run` only says what would be proposed. */
export interface CorrectionsSuggestInput {
  capability?: string | null;
  receipts?: number;
  least?: number;
  route?: string;
  each?: number;
  dry_run?: boolean;
}

/** What waits now for a person, as aliases proposed, or would, after a dry run. */
export interface Suggested {
  suggestions: Suggestion[];
  dry_run: boolean;
}

/** `question` may mean the same as `corrected`, because of `why`: asked `times` times, or written by a model. */
export interface Suggestion {
  correction: string;
  question: string;
  corrected: string;
  by: "model" | "receipts";
  times: number;
  why: Words | string;
}

export interface TrialInput {
  correction: string;
}

/** A roll-back, by its receipt. */
export interface UndoInput {
  rollback: string;
  why?: string;
}

export interface CurrencyConvertInput {
  amount: string;
  from_: string;
  to: string;
  on?: string | null;
}

/** `result` to the smallest coin, `exact` with all its digits (at most 30 where they do not end).
 *
 * `rate` is what one unit is worth; it is of the day `date`, `days_old` days before the one asked for, as `source`
 * said. `failure` is why nothing newer could be fetched, where that was tried. `read` says what was converted. */
export interface Exchanged {
  result: string;
  exact: string;
  currency: string;
  rate: string;
  date: string;
  days_old: number;
  source: string;
  failure: string;
  read: string;
}

export interface CurrencyRatesInput {
  content: string;
  source: string;
  on?: string | null;
}

/** How many rates were taken in, of which days. */
export interface ToolsTaken {
  rates: number;
  first: string;
  last: string;
}

export interface DatesAddInput {
  start?: string | null;
  years?: number;
  months?: number;
  weeks?: number;
  days?: number;
}

/** `week` is the ISO week, which may belong to another year: `week_year`. */
export interface Day {
  date: string;
  weekday: Words;
  week: number;
  week_year: number;
  day_of_year: number;
  days_left_in_year: number;
  quarter: number;
  leap_year: boolean;
}

export interface DatesDescribeInput {
  day?: string | null;
}

export interface DatesDifferenceInput {
  end: string;
  start?: string | null;
}

/** `days` from start to end, less than 0 where the end is earlier; the same as whole `years`, `months` and
 * `days_beyond`, and as `weeks` and `days_beyond_weeks`, without a sign. */
export interface Difference {
  days: number;
  years: number;
  months: number;
  days_beyond: number;
  weeks: number;
  days_beyond_weeks: number;
  start: string;
  end: string;
}

export interface DatesWorkdaysInput {
  start: string;
  end: string;
  country?: string;
  region?: string;
}

/** From `start` to `end`, both counted: how many days, on how many of them offices are open, which holidays and
 * worked weekends were met, and what is not known. */
export interface Workdays {
  workdays: number;
  days: number;
  holidays: HolidayRow[];
  worked_weekends: string[];
  start: string;
  end: string;
  country: string;
  notes: Words[];
}

/** A deployment, new or changed: a changed one is replaced as a whole, and keeps its key where none is given.
 *
 * `api_key` is sealed before it is kept, and shown nowhere again. */
export interface AddDeployment {
  name: string;
  model: string;
  provider?: string;
  base_url?: string;
  serves?: ("chat" | "complete" | "embed" | "image" | "moderate" | "rerank" | "speech" | "transcribe")[];
  here?: boolean | null;
  takes?: ("audio" | "file" | "image" | "json" | "text" | "tools")[] | null;
  tags?: string[];
  context_tokens?: number | null;
  requests_per_minute?: number | null;
  tokens_per_minute?: number | null;
  concurrency?: number | null;
  first_word_s?: number | null;
  timeout_s?: number;
  health_url?: string;
  metrics_url?: string;
  usd_per_million_in?: number | null;
  usd_per_million_out?: number | null;
  api_key?: string;
}

/** Which version stands now. */
export interface Written {
  name: string;
  version: number;
}

export interface NamedDeployment {
  name: string;
}

/** What a deployment says of itself. `offers` are the models that it has, `has_model` whether ours is among them.
 *
 * `well` is None where nobody says where to ask, as is `load`. `error` says why it was not reached. */
export interface Checked {
  name: string;
  reached: boolean;
  seconds: number;
  offers: string[];
  has_model: boolean;
  well: boolean | null;
  load: Load | null;
  error: string;
}

/** Requests under way and in line, over all replicas, and the fullest cache (0 to 1); None: it does not say. */
export interface Load {
  running: number | null;
  waiting: number | null;
  cache_used: number | null;
}

/** `in_flight` requests are still under way at it in this process. */
export interface Changed {
  name: string;
  state: string;
  in_flight: number;
}

/** For a capability that has nothing to be told. */
export interface ModelsNothing {}

export interface DeploymentList {
  deployments: DeploymentRow[];
}

/** A deployment, and how it has been doing in this process: version 0 is the settings' own.
 *
 * `breaker` is closed while it is well, open while it is left alone, half_open while one request tries it.
 * `usual_s` and `late_s` are the times to its first word within which half and nineteen of twenty came. */
export interface DeploymentRow {
  name: string;
  version: number;
  state: "draining" | "on";
  breaker: "closed" | "half_open" | "open";
  deployment: Deployment;
  here: boolean;
  has_key: boolean;
  in_flight: number;
  served: number;
  failed: number;
  busy: number;
  usual_s: number | null;
  late_s: number | null;
}

/** `model` is what the provider calls it; `base_url` may be left out where the provider has one address for all.
 *
 * `here` says that it runs on our own machines, so that requests that must stay here may go to it; None: only if its
 * address is this machine's. `takes` bounds what is sent to it, None: anything. A request that looks longer than
 * `context_tokens` goes to another. `requests_per_minute`, `tokens_per_minute` and `concurrency` hold for each of our
 * processes. `first_word_s` is how long to wait for its first word before another is asked, `timeout_s` how long for
 * any word, or for a reply that comes whole. `health_url` and `metrics_url` (Prometheus) are where a server of the
 * firm's own says how it is, by default where its kind usually does. Prices are US dollars for a million tokens. */
export interface Deployment {
  name: string;
  model: string;
  provider: string;
  base_url: string;
  serves: ("chat" | "complete" | "embed" | "image" | "moderate" | "rerank" | "speech" | "transcribe")[];
  here: boolean | null;
  takes: ("audio" | "file" | "image" | "json" | "text" | "tools")[] | null;
  tags: string[];
  context_tokens: number | null;
  requests_per_minute: number | null;
  tokens_per_minute: number | null;
  concurrency: number | null;
  first_word_s: number | null;
  timeout_s: number;
  health_url: string;
  metrics_url: string;
  usd_per_million_in: number | null;
  usd_per_million_out: number | null;
}

/** `version` None: the one before. */
export interface WhichVersion {
  name: string;
  version?: number | null;
}

/** `routes` lead to it; `versions` are all its changes, the newest first. */
export interface ShownDeployment {
  name: string;
  version: number;
  state: "draining" | "on";
  breaker: "closed" | "half_open" | "open";
  deployment: Deployment;
  here: boolean;
  has_key: boolean;
  in_flight: number;
  served: number;
  failed: number;
  busy: number;
  usual_s: number | null;
  late_s: number | null;
  routes: string[];
  versions: Version[];
}

/** One change: who made it when, and the receipt of the call that did. `at` is ISO 8601, UTC. */
export interface Version {
  version: number;
  author: string;
  at: string;
  did: string;
  receipt: string;
}

/** `seconds` to its first word; `error` where none came. */
export interface Warmed {
  name: string;
  seconds: number;
  error: string;
}

/** A set, or its next version: as `cases`, or as the `content` of a file. A receipt has a digest of them.
 *
 * For the `purpose` "red team" they are attacks: every gate has them, until an administrator removes the set. */
export interface LearnAddInput {
  name: string;
  cases?: LearnCase[];
  content?: string;
  format?: "csv" | "jsonl";
  note?: string;
  purpose?: "" | "red team";
}

/** A question and what is expected of the reply.
 *
 * `name` is its own within a set. `context` is said before the question. Without `overlay`, corrections have no say in
 * the reply; with "trial", those on trial have, too. A release that fails a case that it `must` pass is blocked,
 * whatever the running one does. One whose receipt was erased is `erased`: it keeps its name and asks nothing. */
export interface LearnCase {
  name: string;
  question: string;
  expect: Expectation[];
  context: string;
  overlay: "trial" | boolean;
  must: boolean;
  origin: Origin;
  erased: boolean;
}

/** One thing that must hold of a reply, decided by code.
 *
 * | kind | holds when |
 * | --- | --- |
 * | equals, contains, excludes | the reply is, has, has not `text`; width, case and spaces aside |
 * | says | it has every number, date and negation of `text`, and most of its words |
 * | cites | a citation is of the document `text` (its id or the end of its path), on `page` if given |
 * | refuses | nothing was answered |
 * | number | a number in it is `value`, give or take `within` |
 * | json | it is JSON that fits the schema `form` |
 * | calls | it calls the tool `text`, with at least the arguments in `form` |
 * | not_calls | it does not call the tool `text` (empty: any) |
 * | answered_by, not_answered_by | the correction `text` (empty: any) answered, did not answer |
 * | judged | a model says that it meets the rubric `text` |
 * | scored | the harness of a benchmark, `text`, gave it a score of at least `value` |
 * | seconds, cost | it took at most `value` seconds, cost at most `value` microdollars | */
export interface Expectation {
  kind:
    | "answered_by"
    | "calls"
    | "cites"
    | "contains"
    | "cost"
    | "equals"
    | "excludes"
    | "json"
    | "judged"
    | "not_answered_by"
    | "not_calls"
    | "number"
    | "refuses"
    | "says"
    | "scored"
    | "seconds";
  text: string;
  page: number | null;
  value: number | null;
  within: number;
  form: Record<string, unknown> | null;
}

/** Where a case comes from: the correction and the receipt behind it, and the rule that made it, if one did. */
export interface Origin {
  correction: string;
  receipt: string;
  rule: string;
}

/** A set of cases as it was written down, once; a changed one is a new version. Times are microseconds UTC.
 *
 * One for the purpose "red team" holds attacks: every gate of the tenant has it, and one that succeeds blocks. */
export interface SetVersion {
  id: number;
  name: string;
  version: number;
  cases: number;
  digest: string;
  author: string;
  made_us: number;
  note: string;
  purpose: "" | "red team";
}

/** What people said of replies: as `opinions`, or as the `content` of a file; a receipt has a digest of them.
 *
 * `judge` is the route to be measured, by default the one that is set. */
export interface AgreementInput {
  opinions?: Opinion[];
  content?: string;
  judge?: string;
}

/** A reply that a person held against a rubric, and whether it is `good`. */
export interface Opinion {
  question: string;
  reply: string;
  rubric: string;
  good: boolean;
}

/** `agreed` is the share of the same opinions, between `low` and `high` with 95 % confidence (bootstrap).
 *
 * `kappa` sets off what chance would give (Cohen): 1 always, 0 no better than chance. `too_kind` is how often the
 * judge let pass what a person would not, `too_strict` the other way. */
export interface Agreement {
  judge: string;
  opinions: number;
  agreed: number;
  low: number;
  high: number;
  kappa: number;
  too_kind: number;
  too_strict: number;
  disagreements: Disagreement[];
}

/** What a person and the judge see differently; `why` is the judge's reason, "" where it says yes. */
export interface Disagreement {
  question: string;
  reply: string;
  rubric: string;
  good: boolean;
  why: Words | string;
}

/** A `task` of a harness: "lm-eval" (lm-evaluation-harness) or "inspect" (Inspect), each an extra; "scripted" asks
 * three sums and shows that all is connected.
 *
 * `path` is a folder of the server with tasks of one's own, `limit` the number of samples (None: all). `route` and
 * `system` say who is asked. */
export interface BenchmarkInput {
  harness: "inspect" | "lm-eval" | "scripted";
  task: string;
  path?: string;
  limit?: number | null;
  route?: string;
  system?: string;
}

/** A run like any other, of the samples as the set `set`, with the cases that failed.
 *
 * `score` is the mean over the samples that have one, by the harness's `metric`; `figures` are the harness's own. */
export interface BenchmarkReport {
  run: string;
  set: string;
  harness: string;
  metric: string;
  cases: number;
  passed: number;
  score: number | null;
  figures: Record<string, number>;
  unsettled: number;
  failures: LearnResult[];
}

/** One case with its reply. `why` says what did not hold, nothing where it passed.
 *
 * One that is not `settled` (an endpoint that was down) is asked again by the next run. `score` is what the harness of
 * a benchmark gave it. */
export interface LearnResult {
  case: string;
  passed: boolean;
  why: (Words | string)[];
  reply: Reply;
  settled: boolean;
  score: number | null;
}

/** What came back for a case. `error` says why nothing did; `receipt` has all of it. */
export interface Reply {
  text: string;
  origin: string;
  citations: Cited[];
  calls: Called[];
  correction: string | null;
  refused: boolean;
  model: string;
  seconds: number;
  cost_microusd: number | null;
  receipt: string;
  error: string;
}

export interface Cited {
  document: string;
  path: string;
  page: number | null;
}

/** A tool that the reply calls, with its arguments as JSON text. */
export interface Called {
  name: string;
  arguments: string;
}

/** Two runs that have cases in common. */
export interface LearnCompareInput {
  before: string;
  after: string;
}

/** `passed_before` and `passed_after` are shares of the `cases` that both have.
 *
 * `low` and `high` bound the difference with 95 % confidence (paired bootstrap); `chance` is how likely so uneven a
 * count of flips is if neither is better (exact McNemar). Costs are sums, None where one is not known. */
export interface Comparison {
  cases: number;
  passed_before: number;
  passed_after: number;
  difference: number;
  low: number;
  high: number;
  chance: number;
  better: Pair[];
  worse: Pair[];
  seconds_before: number;
  seconds_after: number;
  cost_before_microusd: number | null;
  cost_after_microusd: number | null;
}

/** One case in both runs; `why` says what does not hold in the run after, or did not in the one before.
 *
 * The receipt of whoever looks at it does not quote those that it was made of. */
export interface Pair {
  case: string;
  question: string;
  before: string;
  after: string;
  why: (Words | string)[];
  receipt: string;
}

/** `what`: "demonstrations" (conversations for supervised training), "preferences" (chosen and rejected answers), or
 * the "cases" of a `set`. */
export interface LearnExportInput {
  what?: "cases" | "demonstrations" | "preferences";
  set?: string;
  format?: "jsonl" | "parquet";
}

/** A file. The receipt has a digest of it. */
export interface Exported {
  rows: number;
  format: "jsonl" | "parquet";
  content: string;
}

/** `target` is who will be asked: corrections that it cannot meet are left out. */
export interface FromCorrectionsInput {
  name?: string;
  target?: LearnTarget;
  note?: string;
}

/** Who is asked: a capability that takes a question or a conversation.
 *
 * `route` names the model that writes (empty: the default one), `bases` the knowledge bases (None: all), `system` what
 * a model is told first. */
export interface LearnTarget {
  capability: string;
  route: string;
  bases: string[] | null;
  system: string;
  max_tokens: number | null;
  temperature: number | null;
}

/** `limit` is how many of the latest receipts are looked at; `query` must be in the question. */
export interface FromReceiptsInput {
  name: string;
  capability?: string;
  actor?: string | null;
  query?: string;
  limit?: number;
  note?: string;
}

/** Nothing to be told. */
export interface LearnNoInput {}

/** A set by its name, "leave", or one version of it, "leave@3". */
export interface WhichSet {
  name: string;
}

export interface RemovedSet {
  name: string;
  versions: number;
}

/** `failed`: only cases that failed. */
export interface WhichRun {
  run: string;
  failed?: boolean;
}

/** What is known of a run's cases; `versions` is what it ran under. */
export interface RunResults {
  run: string;
  target: LearnTarget;
  corrections: "off" | "standing" | "trial";
  versions: Record<string, string>;
  results: LearnResult[];
}

/** `sets` by name ("leave" is the newest version, "leave@3" that one), put to `target`.
 *
 * `corrections` that have a say: "off", none; "standing", as for anybody who asks; "trial", those on trial, too. A
 * case that is asked without the overlay stays so. */
export interface RunInput {
  sets: string[];
  target?: LearnTarget;
  corrections?: "off" | "standing" | "trial";
}

/** A run with the cases that failed, of which the receipt has a digest.
 *
 * `asked` cases were asked now, the others were known under the same versions. `unsettled` are those that could not be
 * asked: an endpoint was down; the next run asks them again. `cost_microusd` is of all replies, None where the price
 * of one is not known. */
export interface RunReport {
  run: string;
  cases: number;
  passed: number;
  asked: number;
  unsettled: number;
  cost_microusd: number | null;
  failures: LearnResult[];
}

/** The newest first. */
export interface RunsInput {
  limit?: number;
  skip?: number;
}

/** The newest first. */
export interface RunList {
  runs: RunEntry[];
}

/** A run in a list. It is unfinished while `ended_us` is None: run the same again to go on with it. */
export interface RunEntry {
  run: string;
  actor: string;
  sets: string[];
  target: LearnTarget;
  corrections: "off" | "standing" | "trial";
  began_us: number;
  ended_us: number | null;
}

/** The newest version of each set. */
export interface SetList {
  sets: SetVersion[];
}

export interface ShownSet {
  set: SetVersion;
  versions: SetVersion[];
  cases: LearnCase[];
}

export interface FixInput {
  fix: string;
}

/** Which fix, and what it is now. */
export interface FixStatus {
  fix: string;
  status: "proposed" | "revoked" | "standing" | "superseded";
}

/** `author` is an actor's id, `document` a document's. */
export interface FixesInput {
  limit?: number;
  skip?: number;
  state?: "proposed" | "revoked" | "standing" | "superseded" | null;
  kind?: "mark" | "point" | "replace" | null;
  author?: string | null;
  document?: string | null;
}

export interface FixList {
  fixes: Fix[];
}

/** What a person set right in a source, and what became of it.
 *
 * It holds for `document`, for the knowledge base `base`, or everywhere where both are None. A mark says `blame` of
 * `quote`, which stands at `char_start` to `char_end` of `version`, in `section`. A replacement puts `new` where the
 * text says `old`. A point leads `question` to the document, or to `quote` in it. `written_at` is UTC in ISO 8601,
 * `source` the receipt it was made on. `remark` says what keeps it from having an effect now, if anything does. */
export interface Fix {
  id: string;
  kind: "mark" | "point" | "replace";
  state: "proposed" | "revoked" | "standing" | "superseded";
  base: string | null;
  document: string | null;
  path: string;
  blame: "outdated" | "wrong" | null;
  quote: string;
  old: string;
  new: string;
  question: string;
  version: string | null;
  char_start: number;
  char_end: number;
  section: string | null;
  why: string;
  author: string;
  written_at: string;
  source: string | null;
  remark: Words | string;
}

/** A passage: what `receipt` cites as number `citation` (from 1), or a `quote` of a `document` by its id.
 *
 * `blame` says what is the matter with it. `hold` has it wait for approval even from who may decide; with `dry_run`
 * nothing is written down. */
export interface MarkInput {
  receipt?: string | null;
  citation?: number;
  document?: string | null;
  quote?: string;
  blame?: "outdated" | "wrong";
  why?: string;
  hold?: boolean;
  dry_run?: boolean;
}

/** What became of a fix, or would, where `fix` is None because it was a dry run. `held` says why it waits.
 *
 * `affected` are the first two hundred of the `total` places that it changes, as the caller sees them now. */
export interface Fixed {
  fix: string | null;
  status: "proposed" | "revoked" | "standing" | "superseded";
  held: Words | string;
  total: number;
  affected: Affected[];
}

/** One place that a fix changes: what the document says there, with the sentence around it, and what is read
 * instead; empty where nothing is. */
export interface Affected {
  document: string;
  path: string;
  version: string;
  page: number | null;
  section: string | null;
  char_start: number;
  char_end: number;
  before: string;
  after: string;
}

/** The question, or that of `receipt`, belongs to `document` (by its id), or to `quote` in it. Whoever asks the same
 * question is answered from there. For `hold` and `dry_run` see fixes:mark. */
export interface PointInput {
  document: string;
  question?: string | null;
  receipt?: string | null;
  quote?: string;
  why?: string;
  hold?: boolean;
  dry_run?: boolean;
}

/** Where the text says `old`, whole, it is read as `new`: in one `document`, in a knowledge base, or `everywhere`.
 *
 * 30 is in neither 130 nor 30.5; width, case, 简/繁 and spaces make no difference. For `hold` and `dry_run` see
 * fixes:mark; `receipt` is what it was noticed on. */
export interface ReplaceInput {
  old: string;
  new: string;
  document?: string | null;
  base?: string | null;
  everywhere?: boolean;
  receipt?: string | null;
  why?: string;
  hold?: boolean;
  dry_run?: boolean;
}

/** A fix to take back, or to refuse while it waits. */
export interface FixRevokeInput {
  fix: string;
  why?: string;
}

/** What `author` (an actor's id) set right, what was set right `since` a time (ISO 8601), or what is both. */
export interface FixRollbackInput {
  author?: string | null;
  since?: string | null;
  why?: string;
  dry_run?: boolean;
}

/** `rollback` is what to undo it by, None for a dry run. */
export interface FixRollbackReport {
  rollback: string | null;
  revoked: number;
  restored: number;
  undone: number;
  left: number;
  taken: TakenFix[];
}

/** What a roll-back, or its undoing, did to one fix; `why` it was left alone, if it was. */
export interface TakenFix {
  fix: string;
  gist: string;
  deed: "left" | "restored" | "revoked" | "undone";
  why: string;
}

/** A fix with the first two hundred of the `total` places that it changes now, and all that was done to it. */
export interface FixShown {
  fix: Fix;
  total: number;
  affected: Affected[];
  events: FixEvent[];
}

/** One line of a fix's history, which only grows. `receipt` is the call that did it, `at` is UTC in ISO 8601. */
export interface FixEvent {
  at: string;
  actor: string;
  kind: "approved" | "proposed" | "restored" | "revoked" | "superseded";
  detail: string;
  receipt: string;
}

/** A roll-back, by its receipt: of fixes:rollback, or of the corrections:rollback that called it. */
export interface FixUndoInput {
  rollback: string;
  why?: string;
}

/** `actor` may make calls of `capability` ("kind:name", "kind:*") without asking, until `until_at`; "*": everybody.
 *
 * Only inputs that keep all `bounds` are covered: "amount<=100", "to=EUR|USD", "path^=drafts/". */
export interface GrantInput {
  actor: string;
  capability: string;
  until_at: string;
  bounds?: string[];
  why?: string;
}

/** `limits` is the JSON Schema that inputs have to fit. Times are microseconds since 1970, UTC. */
export interface GrantRow {
  id: string;
  actor: string;
  capability: string;
  limits: Record<string, unknown>;
  why: string;
  given_by: string;
  given_us: number;
  until_us: number;
  revoked_by: string | null;
  revoked_us: number | null;
}

export interface GrantList {
  grants: GrantRow[];
}

export interface AccessCapabilitiesGrantsRevokeInput {
  grant: string;
}

/** `expires_at` is a date or a time in ISO 8601, in UTC unless it says otherwise; None: never.
 *
 * `team` is charged instead of the actor's own. The key may be bound to some of the actor's `rights` and `bases`, to
 * `capabilities` ("models:chat", "knowledge:*") and to `routes`, the models it may use ("qwen3", "gpt-*"). */
export interface KeyInput {
  actor: string;
  name?: string;
  expires_at?: string | null;
  team?: string | null;
  rights?: ("act" | "admin" | "read" | "write")[] | null;
  bases?: string[] | null;
  capabilities?: string[] | null;
  routes?: string[] | null;
}

/** `key` is shown this once: only its hash is kept, and the receipt has only its prefix. */
export interface NewKey {
  key: string;
  prefix: string;
  actor: string;
}

/** `actor` None: all that the caller may see. */
export interface KeysInput {
  limit?: number;
  skip?: number;
  actor?: string | null;
}

export interface KeyList {
  keys: KeyRow[];
}

/** `prefix` is how the key begins, such as wk_3f9k2m7q. */
export interface AccessTypesRevokeInput {
  prefix: string;
}

/** For `overlap_hours` more the old key opens as well; 0: it ends at once. */
export interface RotateInput {
  prefix: string;
  overlap_hours?: number;
}

/** `key` is shown this once. The one that it replaces, `old`, ends at `old_expires_us`. */
export interface RotatedKey {
  key: string;
  prefix: string;
  actor: string;
  old: string;
  old_expires_us: number | null;
}

/** `paths` are files and folders on the machine that Wainao runs on. */
export interface KnowledgeAddInput {
  paths: string[];
  base?: string;
  dry_run?: boolean;
}

/** What became of every file, and how many of each kind. */
export interface KnowledgeAdded {
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

/** `bases` None: every knowledge base that the caller may see. `strict` leaves out what is not supported. `route`
 * names the model that writes the answer; empty: the default one. */
export interface AskInput {
  question: string;
  bases?: string[] | null;
  strict?: boolean;
  filters?: Filters;
  route?: string;
}

/** Only passages that fit all of these; empty or None means any.
 *
 * `documents` are ids, `media_types` are compared whole or, as "image/", by their beginning. `added_from` and
 * `added_before` are in ISO 8601, UTC where no zone is given; a date alone means its first moment. Raises UsageError. */
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
 * (x0, y0, x1, y1) as fractions of the page's width and height, origin at the top left. `quote` is what the document
 * says, to the letter; `amendments` are what people set right in it, in order. */
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
  amendments: Amendment[];
}

/** What a person set right at one place of a document: the words there are `wrong` or `outdated` and nothing rests
 * on them, or `text` stands for them now.
 *
 * `char_start` and `char_end` are places as in `Citation`, `fix` is the id of the source fix, `author` an actor's,
 * `at` is UTC in ISO 8601. */
export interface Amendment {
  fix: string;
  kind: "outdated" | "replaced" | "wrong";
  char_start: number;
  char_end: number;
  author: string;
  at: string;
  text: string;
  why: string;
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

/** `base` "": every knowledge base that the caller may see. */
export interface BriefInput {
  question: string;
  base?: string;
}

/** Turns of text, then what the user hands along. A capability that gives one is a prompt to clients that list them.
 *
 * @capability("prompts:review", zh="评审", en="Review")
 * def review(text: str) -> Prompt:
 * return Prompt(messages=(Message(role="user", content=f"Find what is wrong in this: {text}"),)) */
export interface Prompt {
  messages: Message[];
  files: Attached[];
}

/** One turn. `content` is text, or parts ({"type": "text" | "image_url" | "input_audio" | "file", …}).
 *
 * An assistant's turn may hold `tool_calls`; a turn of the role "tool" answers the one with `tool_call_id`. `more` is
 * whatever else the client put into the turn, handed on as it is. */
export interface Message {
  role: "assistant" | "developer" | "system" | "tool" | "user";
  content: string | Record<string, unknown>[];
  name: string | null;
  tool_calls: ToolCall[];
  tool_call_id: string | null;
  more: Record<string, unknown>;
}

/** A model asks for a tool. `arguments` is JSON as the model wrote it: text that nobody has checked yet.
 *
 * `more` is what else belongs to it and has to come back with it (Gemini's signature of its thoughts, say). */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
  more: Record<string, unknown>;
}

/** A file that goes along: a picture, a sound, a page. */
export interface Attached {
  name: string;
  media_type: string;
  content: string;
}

export interface KnowledgeCalibrateInput {
  base?: string;
}

/** `chunks` counts the passages of the base. */
export interface KnowledgeCalibrated {
  base: string;
  chunks: number;
  measures: Measure[];
}

/** How much of a question in one script, "cjk" or "other", the best passage must cover (0 to 1), and why.
 *
 * `before` is the threshold until now, `made` counts questions made of the base's own text. Of people's questions,
 * `answerable` were corrected with what the documents say, `unanswerable` with what they do not, `unsure` not at all. */
export interface Measure {
  script: string;
  threshold: number;
  before: number | null;
  made: number;
  answerable: number;
  unanswerable: number;
  unsure: number;
}

/** `base` None: every knowledge base that the caller may see; `query` is looked for in paths and titles. */
export interface DocumentsInput {
  limit?: number;
  skip?: number;
  base?: string | null;
  query?: string;
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

/** `bases` None: every knowledge base that the caller may see. */
export interface KnowledgeEmbedInput {
  bases?: string[] | null;
}

/** How many passages got their vector, and how many still have none. */
export interface Made {
  made: number;
  waiting: number;
}

/** `width` in pixels. */
export interface KnowledgeImageInput {
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

/** What the citation view shows. `current` is False when the document has a newer version, or has left the index.
 * `amendments` are what people set right on it, in order: what is wrong or outdated is shown struck through.
 *
 * The receipt has no `lines`: document, version and page say what they were, and a copy at every look would fill the
 * ledger with the documents. */
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
  amendments: Amendment[];
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

export interface KnowledgeRemoveInput {
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

/** A citation as search returns it: the whole passage and how well it fits. `text` is the quote as amended. */
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
  amendments: Amendment[];
}

/** A ZIP archive as `content`, or one that is kept, by its digest (`kept`: what `tools:upload` or a tool told). */
export interface UnpackInput {
  name: string;
  content?: string;
  kept?: string;
  base?: string;
}

/** `name` may have folders before it; a name that is known gets a new version. */
export interface KnowledgeUploadInput {
  name: string;
  content: string;
  base?: string;
}

export interface VectorsInput {}

/** `model` makes the vectors, each `dimension` numbers long; None where there is no embedder, or none yet.
 *
 * `problem` says why those that wait were not made the last time; it is tried again at `again_us` (microseconds since
 * 1970, UTC), or when somebody asks for it. */
export interface Vectors {
  model: string | null;
  dimension: number | null;
  bases: BaseVectors[];
  problem: string | null;
  again_us: number | null;
}

/** One knowledge base: how many passages it has, how many of them have no vector, and what was measured in it. */
export interface BaseVectors {
  name: string;
  chunks: number;
  waiting: number;
  weights: Weight[];
}

/** What was measured in one base for questions in one script: how many were found first by words, and by vectors. */
export interface Weight {
  script: string;
  share: number;
  questions: number;
  by_words: number;
  by_vectors: number;
}

export interface LimitList {
  limits: LimitRow[];
}

/** How much goes through at a time, and how much of it is in use right now, `*_used`. */
export interface LimitRow {
  subject: string;
  calls_per_minute: number | null;
  calls_per_minute_used: number;
  tokens_per_minute: number | null;
  tokens_per_minute_used: number;
  calls_at_once: number | null;
  calls_at_once_used: number;
}

/** For one `actor`, `team` or `key` (by how it begins); without any, for the caller's whole tenant.
 *
 * Calls and tokens in any 60 seconds, and calls at once; what is None has no limit any more. */
export interface LimitInput {
  actor?: string | null;
  team?: string | null;
  key?: string | null;
  calls_per_minute?: number | null;
  tokens_per_minute?: number | null;
  calls_at_once?: number | null;
}

export interface MailDraftInput {
  to: string[];
  subject: string;
  body: string;
  cc?: string[];
  attachments?: Attachment[];
  sender?: string;
}

export interface Attachment {
  name: string;
  content: string;
  media_type?: string;
}

export interface MailSendInput {
  to: string[];
  subject: string;
  body: string;
  cc?: string[];
  attachments?: Attachment[];
}

/** What the mail server took: for whom, under which id; and for whom it did not. */
export interface Sent {
  id: string;
  taken: string[];
  refused: Refused[];
}

export interface Refused {
  address: string;
  why: string;
}

/** `source` is the path of a GGUF file on this machine or of a folder with a model in OpenVINO's format, a name of
 * the catalogue, a hub's id (hf:org/repo#file, ms:org/repo#file) or an address.
 *
 * `name` is what clients will call it, by default as the source does. `quantisation` chooses among a repository's
 * files; `hub` is where a name of the catalogue is fetched. `sha256` is what the file must have, where no hub
 * says it. `serves` is what it is used for, by default what the file is made for. `accept_licence`: its licence is
 * accepted, which those that restrict ask for. */
export interface AddModelInput {
  source: string;
  name?: string;
  quantisation?: string;
  hub?: "hf" | "ms";
  sha256?: string;
  serves?: ("chat" | "complete" | "embed" | "image" | "moderate" | "rerank" | "speech" | "transcribe")[];
  accept_licence?: boolean;
}

/** A model that is here now, and the deployment and route of its name, which are there at once. */
export interface AddedModel {
  name: string;
  bytes: number;
  sha256: string;
  architecture: string;
  parameters: number;
  quantisation: string;
  context_tokens: number | null;
  licence: string;
  serves: ("chat" | "complete" | "embed" | "image" | "moderate" | "rerank" | "speech" | "transcribe")[];
  version: number;
}

export interface CardInput {
  name: string;
}

/** All that is known of a model: `needs` in each quantisation, the most precise first; `sources` of the facts. */
export interface Card {
  model: Entry;
  licence: Licence;
  needs: Need[];
  fit: Fit;
  sources: string[];
}

/** One model; what is None or empty is not known.
 *
 * `billions` of parameters, of which `active_billions` work on each token (None: all). `released` is a date, or as
 * much of one as is known. `hf` and `ms` are its ids at Hugging Face and ModelScope, `gguf` that of a repository with
 * GGUF files of it. `shape` is its layers, its key-value heads and the size of a head. `source` says where more facts
 * than those of its model card come from. */
export interface Entry {
  name: string;
  kind: "embedding" | "image" | "language" | "rerank" | "speech" | "video" | "vision";
  family: string;
  organisation: string;
  source: string;
  takes: ("audio" | "image" | "score" | "text" | "vector" | "video")[];
  gives: ("audio" | "image" | "score" | "text" | "vector" | "video")[];
  hf: string;
  ms: string;
  gguf: string;
  billions: number | null;
  active_billions: number | null;
  context_tokens: number | null;
  dimensions: number | null;
  languages: string;
  licence: string;
  released: string;
  formats: string[];
  shape: [number, number, number] | null;
}

/** What a licence allows, in plain words; the licence itself decides.
 *
 * `restricts`: whoever takes the model has to say first that they accept it. */
export interface Licence {
  id: string;
  title: string;
  url: string;
  commercial: "limited" | "no" | "unknown" | "yes";
  zh: string;
  en: string;
  attribution: boolean;
  restricts: boolean;
}

/** What a model takes in one quantisation; `exact_cache` is false where its shape is not known. */
export interface Need {
  quantisation: string;
  weights_bytes: number;
  cache_bytes: number;
  bytes: number;
  exact_cache: boolean;
}

/** How a model would do here. `quantisation` is the best that fits, else the smallest, `bytes` what it takes then,
 * `tokens_per_s` how fast it would write at most: reading its weights once for each token is what bounds it.
 *
 * `gpu`: a graphics card here holds it in 16 bits, behind a server of its own such as vLLM. `why` it does not fit. */
export interface Fit {
  name: string;
  kind: string;
  billions: number | null;
  fits: boolean;
  quantisation: string;
  bytes: number | null;
  tokens_per_s: number | null;
  gpu: boolean;
  why: Words | null;
}

/** Which models: all that is given must hold; empty is anything. `query` are words of a name, family, maker or
 * language; `licence` is its id, `commercial` what it allows; `fits`: only what runs on this machine. */
export interface ModelsCatalogueInput {
  kind?: "embedding" | "image" | "language" | "rerank" | "speech" | "video" | "vision" | "";
  licence?: string;
  commercial?: "limited" | "no" | "unknown" | "yes" | "";
  family?: string;
  query?: string;
  fits?: boolean;
}

/** `total` is how many there are; `licences` are those of the models shown. */
export interface CatalogueOutput {
  models: CatalogueRow[];
  licences: Licence[];
  total: number;
}

/** A model, what its licence allows, and whether it runs here, in which quantisation and in how much memory. */
export interface CatalogueRow {
  name: string;
  kind: "embedding" | "image" | "language" | "rerank" | "speech" | "video" | "vision";
  family: string;
  organisation: string;
  source: string;
  takes: ("audio" | "image" | "score" | "text" | "vector" | "video")[];
  gives: ("audio" | "image" | "score" | "text" | "vector" | "video")[];
  hf: string;
  commercial: "limited" | "no" | "unknown" | "yes";
  restricts: boolean;
  fits: boolean;
  quantisation: string;
  bytes: number | null;
  ms: string;
  gguf: string;
  billions: number | null;
  active_billions: number | null;
  context_tokens: number | null;
  dimensions: number | null;
  languages: string;
  licence: string;
  released: string;
  formats: string[];
  shape: [number, number, number] | null;
}

/** What `models:chat` takes.
 *
 * `model` names a route; empty is the default one. `tools`, `tool_choice` and `response_format` are as in OpenAI's
 * chat completions; `more` holds further parameters (top_p, seed, logprobs, n, …), handed on as they are. `stay` keeps
 * the words on this machine: without a model here the call fails. Calls of one `session` go to one deployment.
 * `stream` asks for the words as they come; without it there are no `Delta` items, which is less work for everybody. */
export interface ChatInput {
  messages: Message[];
  model?: string;
  max_tokens?: number | null;
  temperature?: number | null;
  tools?: Record<string, unknown>[];
  tool_choice?: string | Record<string, unknown> | null;
  response_format?: Record<string, unknown> | null;
  stop?: string[];
  more?: Record<string, unknown>;
  stay?: boolean;
  session?: string;
  stream?: boolean;
}

/** A model's whole reply; streamed replies arrive as `Delta` items first. `others` are the further ones of n > 1.
 *
 * `cached_tokens` of the input were read from a cache, `thought_tokens` of the output were thoughts; the call's usage
 * counts them all. `more` may hold "thinking_blocks", as Anthropic signs them, and "stop_sequence". */
export interface ChatOutput {
  text: string;
  model: string;
  finish_reason: string;
  tool_calls: ToolCall[];
  thought: string;
  refusal: string | null;
  logprobs: Record<string, unknown> | null;
  others: Choice[];
  cached_tokens: number;
  thought_tokens: number;
  more: Record<string, unknown>;
  origin: "documents" | "human" | "model" | "none";
}

/** One reply. `thought` is what a reasoning model thought before, `logprobs` as in OpenAI's chat completions. */
export interface Choice {
  text: string;
  finish_reason: string;
  tool_calls: ToolCall[];
  thought: string;
  refusal: string | null;
  logprobs: Record<string, unknown> | null;
}

/** One question to two to four models, named by their routes. `stay`: only models on this machine. */
export interface ModelsCompareInput {
  question: string;
  models: string[];
  max_tokens?: number | null;
  stay?: boolean;
}

/** What each said, in the order in which they were named; `comparison` is what a vote names. */
export interface ModelsCompared {
  comparison: string;
  question: string;
  answers: Said[];
}

/** What one model said to the question, and the receipt of that; or why it said nothing. */
export interface Said {
  route: string;
  model: string;
  text: string;
  receipt: string;
  seconds: number;
  cost_microusd: number | null;
  failed: string;
}

/** A text to be continued; with `suffix`, the gap before it is filled. */
export interface CompleteInput {
  prompt: string;
  model?: string;
  suffix?: string | null;
  max_tokens?: number | null;
  temperature?: number | null;
  stop?: string[];
  more?: Record<string, unknown>;
  stay?: boolean;
  stream?: boolean;
}

/** A conversation whose tokens are to be counted. */
export interface CountInput {
  chat: ChatInput;
  model?: string;
}

/** `exact`: the provider counted them; otherwise they are estimated from the text. */
export interface CountOutput {
  tokens: number;
  exact: boolean;
  model: string;
}

/** What an embedding model takes; a receipt has a digest of the texts.
 *
 * `model` names a route; empty is the default one. `more` is handed on as it is. `dimensions` asks for shorter
 * vectors, of models that can make them. */
export interface TypesEmbedInput {
  texts: string[];
  model?: string;
  dimensions?: number | null;
  more?: Record<string, unknown>;
  stay?: boolean;
}

/** One vector for each text, in the same order and all of one length. A receipt has a digest of them. */
export interface EmbedOutput {
  vectors: number[][];
  model: string;
}

/** `context_tokens` is how much each of two conversations at once may hold. */
export interface FitsInput {
  kind?: "embedding" | "image" | "language" | "rerank" | "speech" | "video" | "vision" | "";
  query?: string;
  context_tokens?: number;
}

/** The best first, then what does not fit. */
export interface FitsOutput {
  machine: Machine;
  fits: Fit[];
}

/** `memory_bytes` is all that we may have, `free_bytes` what nobody uses now, `models_bytes` what models here may
 * take together (the setting `local_memory_gb`). None or 0: not known. `bytes_per_s` is how fast memory was read. */
export interface Machine {
  cores: number;
  memory_bytes: number;
  free_bytes: number;
  models_bytes: number;
  gpus: Gpu[];
  bytes_per_s: number | null;
}

export interface Gpu {
  name: string;
  memory_bytes: number;
  free_bytes: number;
}

/** A picture to be made. `size` is "1024x1024" in pixels, or what else the model takes. */
export interface ModelsImageInput {
  prompt: string;
  model?: string;
  n?: number;
  size?: string | null;
  more?: Record<string, unknown>;
  stay?: boolean;
}

/** The pictures, as many as were asked for. */
export interface ImageOutput {
  images: Image[];
  model: string;
}

/** A picture, as base64 or as the address where its provider keeps it for a while. `prompt` if it was rewritten. */
export interface Image {
  base64: string | null;
  url: string | null;
  prompt: string | null;
}

/** Asks for everything. */
export interface ModelsListInput {}

/** The names of the models that the endpoint offers. */
export interface ModelsListOutput {
  models: string[];
}

/** Texts to be judged by what they might do harm with. */
export interface ModerateInput {
  texts: string[];
  model?: string;
  more?: Record<string, unknown>;
  stay?: boolean;
}

/** One for each text, in the same order. */
export interface ModerateOutput {
  results: Judgement[];
  model: string;
}

/** What a moderation model says of one text; `scores` lie between 0 and 1. */
export interface Judgement {
  flagged: boolean;
  categories: Record<string, boolean>;
  scores: Record<string, number>;
}

/** `by` is what is rated; `calls` is how many of the newest calls of that capability are looked at. */
export interface RatingsInput {
  by?: "deployment" | "model" | "route";
  capability?: "models:chat" | "models:complete" | "models:embed" | "models:rerank";
  calls?: number;
}

/** Most asked first; `looked` at so many receipts. */
export interface Ratings {
  ratings: Rating[];
  looked: number;
}

/** `success` is the share of calls that ended well, those aside that their caller gave up or that were refused
 * before any model was asked. `corrected` is the share of those that ended well whose answer a person corrected, be it
 * the reply itself or the answer that it was written for, `score` the share of evaluation cases that a route passed,
 * by the latest runs. Times are those of whole calls that ended well;
 * `microusd_per_call` leaves out those whose price is unknown, of which there are `unpriced`. None: there were none. */
export interface Rating {
  name: string;
  calls: number;
  success: number | null;
  corrected: number | null;
  score: number | null;
  usual_s: number | null;
  late_s: number | null;
  microusd_per_call: number | null;
  unpriced: number;
}

export interface NamedModel {
  name: string;
}

/** `bytes` that are free again. */
export interface RemovedModel {
  name: string;
  bytes: number;
}

/** Texts to be put in order by how well they fit `query`; `top` asks for the best ones only. */
export interface RerankInput {
  query: string;
  documents: string[];
  model?: string;
  top?: number | null;
  more?: Record<string, unknown>;
  stay?: boolean;
}

/** Best first. */
export interface RerankOutput {
  results: Ranked[];
  model: string;
}

/** `index` counts the documents that were given from 0; `score` has whatever scale the model has, more is better. */
export interface Ranked {
  index: number;
  score: number;
}

export interface LocalList {
  models: LocalRow[];
}

/** A model of this machine; while it is `running`, the memory it took when it began and how long nobody used it. */
export interface LocalRow {
  name: string;
  bytes: number;
  running: boolean;
  source: string;
  licence: string;
  memory_bytes: number | null;
  unused_s: number | null;
}

/** A text to be spoken. `format` is one of `SOUNDS`, `speed` 1.0 the voice's own. */
export interface SpeechInput {
  text: string;
  voice: string;
  model?: string;
  format?: string;
  speed?: number | null;
  more?: Record<string, unknown>;
  stay?: boolean;
}

/** Sound, in the format that `media_type` says. */
export interface SpeechOutput {
  content: string;
  media_type: string;
  model: string;
}

/** A recording to write down. `name` tells its format ("memo.mp3"). `language` (ISO 639-1) and `prompt` help. */
export interface TranscribeInput {
  content: string;
  name: string;
  model?: string;
  language?: string | null;
  prompt?: string | null;
  more?: Record<string, unknown>;
  stay?: boolean;
}

/** What was said; what the model does not tell is None or empty. */
export interface TranscribeOutput {
  text: string;
  model: string;
  language: string | null;
  duration_s: number | null;
  segments: Segment[];
}

/** What was said between two moments, in seconds from the beginning. */
export interface Segment {
  start_s: number;
  end_s: number;
  text: string;
}

/** `chosen` is the receipt of the better answer of a comparison. */
export interface VoteInput {
  comparison: string;
  chosen: string;
}

/** Which model was preferred to which others. */
export interface Voted {
  chosen: string;
  rejected: string[];
}

/** The oldest first. */
export interface VoteList {
  votes: Preference[];
}

/** A pair of answers of which a person chose one, and where each came from; `vote` is the receipt of the choice.
 *
 * What was said is hidden from `repr`, and so from the record of whoever looks: those receipts have it. */
export interface Preference {
  question: string;
  chosen: string;
  rejected: string;
  chosen_model: string;
  rejected_model: string;
  chosen_receipt: string;
  rejected_receipt: string;
  vote: string;
  actor: string;
  at_us: number;
}

/** For one `team`, or one `actor` that is in no team. `plan` None takes its plan away. */
export interface AssignInput {
  plan: string | null;
  team?: string | null;
  actor?: string | null;
}

/** `subject` is "team:sales" or "actor:ann"; `plan` None: it has none any more. */
export interface Assignment {
  subject: string;
  plan: string | null;
}

/** A month such as 2026-11, in UTC; None: this one, up to now. */
export interface StatementInput {
  month?: string | null;
}

/** A file; `media_type` says what kind. */
export interface Export {
  name: string;
  media_type: string;
  content: string;
}

/** The plans as they are this month, and who has which. */
export interface PlanList {
  plans: Plan[];
  assigned: Assignment[];
}

/** What is included each month, and what happens beyond it. Money is in millionths of a US dollar.
 *
 * `fee_microusd` is charged each month. `calls`, `tokens` and `cost_microusd` are included; None: that unit is not
 * counted. Beyond any of them calls are refused ("block"), or paid for ("pay"): each call, each million tokens, and
 * the cost with `markup_percent` on top. A cost of 0 included with a markup of 20 charges what is used, and a fifth. */
export interface Plan {
  id: string;
  name: string;
  fee_microusd: number;
  calls: number | null;
  tokens: number | null;
  cost_microusd: number | null;
  beyond: "block" | "pay";
  call_microusd: number;
  million_tokens_microusd: number;
  markup_percent: number;
}

export interface Statements {
  month: string;
  rows: StatementRow[];
}

/** What one payer used in a month and is charged: by its plan, or without one what it cost.
 *
 * Money is in millionths of a US dollar. Of the calls, `unpriced` cost something that nobody knows: it is not charged. */
export interface StatementRow {
  month: string;
  payer: string;
  plan: string | null;
  calls: number;
  tokens: number;
  cost_microusd: number;
  unpriced: number;
  included_calls: number | null;
  included_tokens: number | null;
  included_microusd: number | null;
  fee_microusd: number;
  charge_microusd: number;
}

/** `content` is CSV with a line of names, or JSON; prices without a date hold from `since` on, None: from today. */
export interface ModelsImportInput {
  content: string;
  since?: string | null;
  dry_run?: boolean;
}

/** How many prices were taken in, or would be, of how many models. */
export interface ModelsImported {
  prices: number;
  models: number;
}

/** `model` None: all. */
export interface PricesInput {
  limit?: number;
  skip?: number;
  model?: string | null;
}

export interface PriceRows {
  prices: PriceRow[];
}

/** A price; `holds` now, or is one of the past or of the days to come. */
export interface PriceRow {
  model: string;
  since: string;
  usd_per_million_in: number | null;
  usd_per_million_out: number | null;
  usd_per_million_cached: number | null;
  usd_per_million_embedded: number | null;
  usd_per_image: number | null;
  usd_per_minute: number | null;
  holds: boolean;
}

export interface ModelsRemoveInput {
  model: string;
  since: string;
}

/** What a model costs, in US dollars, from the date `since` on; None: from today.
 *
 * `model` is "provider/model", or "provider/*" for all others of that provider. */
export interface PriceInput {
  model: string;
  since?: string | null;
  usd_per_million_in?: number | null;
  usd_per_million_out?: number | null;
  usd_per_million_cached?: number | null;
  usd_per_million_embedded?: number | null;
  usd_per_image?: number | null;
  usd_per_minute?: number | null;
}

export interface ProviderList {
  providers: ProviderRow[];
}

/** `base_url` is empty where everyone has an address of their own; `local` ones run on your own machines.
 *
 * `keyed`: it wants a key. `offers` is what it does, `docs` the page that says so. */
export interface ProviderRow {
  name: string;
  zh: string;
  en: string;
  base_url: string;
  offers: ("chat" | "complete" | "embed" | "image" | "moderate" | "rerank" | "speech" | "transcribe")[];
  local: boolean;
  keyed: boolean;
  docs: string;
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

/** With `dry_run` it is only told what would go. */
export interface EraseInput {
  receipt: string;
  why: string;
  dry_run?: boolean;
}

/** `receipts` are all that lose their contents: the call itself, those that it made, and those that say the same.
 *
 * `copies` are what goes beside them, by kind. `stays` is what a person made of it and what stands until that is taken
 * back. `above` are the calls that this one was made for, which may repeat it: they are erased on their own. */
export interface EraseOutput {
  receipt: string;
  erased: boolean;
  receipts: string[];
  copies: Record<string, number>;
  stays: Record<string, number>;
  above: string[];
}

/** Which receipts; without anything, all that the caller may see. */
export interface ReceiptsExportInput {
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
export interface ReceiptsListOutput {
  receipts: Summary[];
}

/** A receipt in a list. Times are microseconds since 1970, UTC; `question` is what was asked, if anything was.
 *
 * `parent` is the call that made this one, if no one made it themselves. */
export interface Summary {
  id: string;
  capability: string;
  actor: string;
  status: string;
  started_us: number;
  finished_us: number;
  correction: string | null;
  parent: string | null;
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

/** One receipt, by its id; with `after`, a child of it, those of its children that come after that one. */
export interface ReceiptsShowInput {
  receipt: string;
  after?: string | null;
}

/** A whole receipt. Once erased, `input`, `output`, `error` and the verdicts' reasons are gone.
 *
 * `team` is charged for the call, `key` names the key that the actor came in with. `versions` is what the answer
 * depends on, `children` are the receipts of the first two hundred calls that it made, `proof` is against the newest
 * checkpoint. */
export interface ReceiptsShown {
  id: string;
  capability: string;
  capability_version: string;
  risk: string;
  actor: string;
  tenant: string;
  team: string | null;
  key: string | null;
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
  why: Words | string;
}

/** Calls, tokens and money of one call or of many. `cost_microusd` is None when a price is unknown, never 0. */
export interface Usage {
  calls: number;
  input_tokens: number;
  output_tokens: number;
  cost_microusd: number | null;
}

/** With `dry_run` it is only told what would go. */
export interface SweepInput {
  dry_run?: boolean;
}

/** How many receipts lost their contents, and how many copies of each kind went. `more` is old enough, too. */
export interface Swept {
  receipts: number;
  copies: Record<string, number>;
  more: boolean;
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

/** `sets` are cases that it has to pass beside the corrections. `door` is a route that clients use: promoting the
 * release lets it lead where the target's route leads. */
export interface CreateInput {
  name: string;
  target?: LearnTarget;
  sets?: string[];
  door?: string;
  note?: string;
}

/** A target with all its versions pinned. `door` is the route that clients use and that a promotion turns to it.
 *
 * `sets` are checked beside the corrections; `why` it is in this state, as its latest step says. Times are
 * microseconds since 1970, UTC. */
export interface Release {
  id: number;
  name: string;
  version: number;
  state: "blocked" | "canary" | "made" | "overridden" | "passed" | "replaced" | "running" | "withdrawn";
  target: LearnTarget;
  manifest: Manifest;
  sets: string[];
  door: string;
  note: string;
  author: string;
  made_us: number;
  why: Words | string;
}

/** The versions of everything that a target's replies depend on, by name: "route:qwen", "documents:main", … */
export interface Manifest {
  versions: Record<string, string>;
}

/** `rule`: "any" case that got worse blocks, or only a "significant" difference. `least` is the share of cases that
 * must pass. `dry_run` asks nothing and tells what would be asked. `trial` holds the release with the corrections on
 * trial against itself without them, and changes nothing about it. */
export interface GateInput {
  release: string;
  rule?: "any" | "significant";
  least?: number;
  dry_run?: boolean;
  trial?: boolean;
}

/** What a gate found, and why it says so.
 *
 * `broken` are cases that a release must pass whatever the running one does, `worse` those that the running one passes
 * and the candidate does not. `changed` names what is no longer as it was pinned when the release was made. `retire`
 * are corrections that the candidate does not need: it says the same without them. A gate that is only `planned` tells
 * how many of its cases would have to be asked. In a `trial` the release is held against itself: with the corrections
 * that are tried out, and without. */
export interface GateReport {
  gate: string;
  release: string;
  running: string | null;
  verdict: "blocked" | "passed" | "planned";
  why: (Words | string)[];
  cases: number;
  passed: number;
  asked: number;
  unsettled: number;
  broken: Pair[];
  worse: Pair[];
  comparison: Comparison | null;
  changed: string[];
  retire: string[];
  sets: string[];
  versions: Record<string, string>;
  run: string;
  trial: boolean;
}

/** `name` None: all. */
export interface ReleasesInput {
  limit?: number;
  skip?: number;
  name?: string | null;
}

/** The newest first. */
export interface ReleaseList {
  releases: Release[];
}

/** A blocked release, and why it may pass all the same. */
export interface OverrideInput {
  release: string;
  why: string;
}

/** `share` below 1 gives it that part of the requests at its door, beside the running release. */
export interface PromoteInput {
  release: string;
  share?: number;
  why?: string;
}

/** The latest gate of a release, or that `gate` by its receipt, for a person or for a build server. */
export interface ReportInput {
  release: string;
  gate?: string;
  style?: "junit" | "markdown";
  language?: "en" | "zh";
}

export interface LearnReport {
  text: string;
}

/** The name of the releases, without a version. */
export interface RetirementsInput {
  name: string;
}

export interface OfferList {
  release: string | null;
  corrections: Offer[];
}

/** A correction that the running release does not need. */
export interface Offer {
  correction: string;
  question: string;
  answer: string;
  author: string;
}

/** The name of the releases, without a version. */
export interface LearnRollbackInput {
  name: string;
  why?: string;
}

/** A release by its name, "support", its newest version; or one version, "support@3". */
export interface WhichRelease {
  release: string;
}

/** `gate` is what the latest gate found. */
export interface ShownRelease {
  release: Release;
  events: LearnEvent[];
  gate: GateReport | null;
}

/** One step in a release's life. `receipt` is of the call that did it. */
export interface LearnEvent {
  at_us: number;
  actor: string;
  kind: "blocked" | "canary" | "made" | "overridden" | "passed" | "promoted" | "replaced" | "restored" | "rolled-back";
  why: Words | string;
  receipt: string;
}

/** The `name` of the releases, without a version. With `dry_run` it is only told, and nothing taken back. */
export interface WatchInput {
  name: string;
  dry_run?: boolean;
}

/** What live requests say of a `canary` beside the `running` release.
 *
 * `figures` are those of the look that decided if it is "worse", else as they are now; `waiting` is before the first
 * look. `requests` and `beside` count attempts at either. The next look is at `next_at` requests of the canary. */
export interface Watched {
  canary: string;
  running: string;
  verdict: "fine" | "waiting" | "worse";
  requests: number;
  beside: number;
  next_at: number;
  figures: Figure[];
  why: Words | string;
  rolled_back: boolean;
}

/** One signal: a share, or seconds or microdollars; None where nothing is known. `chance` is how likely so great a
 * difference is if both are alike; `worse` says that it matters, and that chance does not explain it. */
export interface Figure {
  signal: "complaints" | "corrected" | "dear" | "errors" | "refusals" | "slow";
  canary: number | null;
  running: number | null;
  chance: number;
  worse: boolean;
}

/** `keep` is the part of the far model's lead that must be kept; with `apply` the threshold is put into force. */
export interface ModelsCalibrateInput {
  route: string;
  cases: ModelsCase[];
  keep?: number;
  apply?: boolean;
}

/** A question of yours, and whether the near and the far model answered it rightly. */
export interface ModelsCase {
  question: string;
  near_right: boolean;
  far_right: boolean;
}

/** `near_microusd` and `far_microusd` are what one such request costs there; None: nobody knows.
 *
 * `version` is the route's new one, if the threshold was put into force. */
export interface ModelsCalibrated {
  route: string;
  cases: number;
  calibration: Calibration;
  near_microusd: number | null;
  far_microusd: number | null;
  version: number | null;
}

/** `chosen` is the threshold that sends least away and still keeps the wanted part of the far model's lead.
 *
 * `held_out` is what thresholds chosen in that way did to cases that they were not chosen by: expect that, and not
 * what `chosen` promises. `recovered` is the average share of the lead that the trust recovers over all shares sent
 * far (APGR; 0.5 is chance), `recovered_by_length` the same for sending the longest questions first. */
export interface Calibration {
  near_right: number;
  far_right: number;
  chosen: Point;
  held_out: Point;
  recovered: number | null;
  recovered_by_length: number | null;
  curve: Point[];
}

/** What a threshold would do: the shares of requests that go far, and of answers that are right. */
export interface Point {
  threshold: number;
  far: number;
  right: number;
}

/** A request as the router sees it: how long it looks, what is in it beside words, whether it must stay here. */
export interface ExplainInput {
  route?: string;
  kind?: "chat" | "complete" | "embed" | "image" | "moderate" | "rerank" | "speech" | "transcribe";
  tokens?: number;
  takes?: ("audio" | "file" | "image" | "json" | "text" | "tools")[];
  stay?: boolean;
  session?: string;
}

/** What would become of a request; `refused` says why it would go nowhere. */
export interface Explained {
  route: string;
  options: OptionRow[];
  cascade: string[];
  refused: string;
}

/** `share` of such requests goes there now; 0 where it does not suit, or is not asked now because of its `breaker`,
 * its limits, or because one of a lower `order` is. */
export interface OptionRow {
  deployment: string;
  order: number;
  weight: number;
  suits: boolean;
  available: boolean;
  breaker: "closed" | "half_open" | "open";
  in_flight: number;
  share: number;
}

export interface RouteList {
  routes: RouteRow[];
}

/** `version` 0: nobody set it; it is there because a deployment of that name is. `does` is what it can be asked. */
export interface RouteRow {
  name: string;
  version: number;
  does: ("chat" | "complete" | "embed" | "image" | "moderate" | "rerank" | "speech" | "transcribe")[];
  deployments: string[];
  route: Route;
}

/** Either `targets` or a `cascade`.
 *
 * `attempts` is how often one request is tried in all. `sticky`: requests of one session, or with one beginning, go to
 * one deployment as long as it is well. `hedge`: when the first word is late, another deployment is asked as well, and
 * the slower of the two is left; `hedge_after_s` says when, by default at what is unusual for that deployment. */
export interface Route {
  name: string;
  targets: ModelsTarget[];
  cascade: Cascade | null;
  attempts: number;
  sticky: "no" | "prefix" | "session";
  hedge: boolean;
  hedge_after_s: number | null;
  cache: Caching | null;
}

/** One deployment of a route, or all that have the tag `tag`: exactly one of the two is given.
 *
 * Those of the lowest `order` are asked first, the others when none of these can; those of one order share the
 * requests by `weight`. From `from_tokens` to `up_to_tokens` is how long a request must look, `takes` what must be in
 * it, for it to go there; `stay`: only those that must stay here. */
export interface ModelsTarget {
  deployment: string;
  tag: string;
  weight: number;
  order: number;
  from_tokens: number | null;
  up_to_tokens: number | null;
  takes: string[];
  stay: boolean;
}

/** Ask the route `near` first and keep its answer if it can be trusted; else ask the route `far`.
 *
 * An answer is kept when its trust (see `Trust`), between 0 and 1, is at least `threshold`; `routes:calibrate` finds
 * one. For "agreement" the near model is asked `samples` times. For "evidence" the request has a list of texts as
 * `more["evidence"]`, which is not sent on. Where a person corrected a question like it, the near model is not
 * trusted. */
export interface Cascade {
  near: string;
  far: string;
  by: "agreement" | "evidence" | "form" | "sureness" | "weakest";
  threshold: number;
  samples: number;
}

/** Give the answer that an equal request got within the last `ttl_s` seconds; `entries` are kept for each tenant.
 *
 * With `similar`, requests whose last question is equal in the sense of corrections (width, case, politeness and
 * number words may differ; a number, date, negation or name may not) count as equal, too. */
export interface Caching {
  ttl_s: number;
  entries: number;
  similar: boolean;
}

export interface NamedRoute {
  name: string;
}

export interface RemovedRoute {
  name: string;
}

/** The route by the name that clients use; empty is the default one. */
export interface VersionsInput {
  model?: string;
}

/** What answers of a route depend on, by name ("route:…", "deployment:…"), as digests: no address is told.
 *
 * "none" is the version of a route that is not there. */
export interface RouteVersions {
  versions: Record<string, string>;
}

export interface TablesQueryInput {
  sql?: string;
  files?: TableFile[];
  paths?: string[];
  kept?: string[];
  rows?: number;
}

export interface TableFile {
  name: string;
  content: string;
}

/** `more` says that there were more rows than were asked for, or than fit. */
export interface Rows {
  columns: Column[];
  rows: unknown[][];
  more: boolean;
}

/** `type` is DuckDB's: VARCHAR, BIGINT, DOUBLE, DATE, … */
export interface Column {
  name: string;
  type: string;
}

/** `tenant` may be given by the owner only. */
export interface TeamInput {
  id: string;
  name?: string;
  tenant?: string | null;
}

/** It is charged for the calls of those in `charged`, unless a key says another team; others only belong to it. */
export interface TeamRow {
  id: string;
  name: string;
  tenant: string;
  members: string[];
  charged: string[];
}

/** With `charged`, this team is charged for the actor's calls from now on, even if it is not its first. */
export interface JoinInput {
  team: string;
  actor: string;
  charged?: boolean;
}

export interface LeaveInput {
  team: string;
  actor: string;
}

export interface TeamList {
  teams: TeamRow[];
}

export interface AccessRemoveInput {
  team: string;
}

/** A header that the collector wants; without a `value` it is sent no longer.
 *
 * It goes to the endpoint of the settings alone: another one wants it given again. */
export interface HeaderInput {
  name?: string;
  value?: string;
}

/** Which headers are sent along, by their names. */
export interface Headers {
  endpoint: string;
  headers: string[];
}

/** For a capability that has nothing to be told. */
export interface TelemetryNothing {}

/** `position` is the number of the receipt that is next, `behind` how many are still to be sent.
 *
 * `spans` were taken, `refused_spans` were not and are left behind. After `failures` in a row, `error` tells the last
 * one, and the next try comes at `again_us`. `headers` are the names of those that are sent along. Times are
 * microseconds since 1970, UTC. */
export interface TelemetryState {
  endpoint: string;
  contents: boolean;
  headers: string[];
  position: number;
  behind: number;
  spans: number;
  refused_spans: number;
  sent_us: number | null;
  failures: number;
  again_us: number | null;
  error: string | null;
}

export interface TextsCompareInput {
  before: string;
  after: string;
  by?: "auto" | "characters" | "lines" | "words";
}

/** `changes` put together are both texts, whole, what is the same among them. `similarity` is 1.0 for equal texts.
 *
 * `by` is what was compared; `added`, `removed` and `kept` count characters. */
export interface ToolsCompared {
  by: "characters" | "lines" | "words";
  similarity: number;
  added: number;
  removed: number;
  kept: number;
  changes: ToolsBuiltinTextsChange[];
}

/** `before` and `after` are the text on both sides; `line` is where it begins in the earlier text, from 1. */
export interface ToolsBuiltinTextsChange {
  kind: "added" | "changed" | "removed" | "same";
  before: string;
  after: string;
  line: number;
}

export interface TimesConvertInput {
  to: string;
  from_?: string;
  time?: string;
}

export interface Times {
  here: Clock;
  there: Clock;
}

/** What the clock of a `place`, as it was called, shows; `offset` from UTC, "+08:00"; `summer` while it is moved
 * forward. */
export interface Clock {
  place: string;
  time: string;
  weekday: Words;
  zone: string;
  offset: string;
  summer: boolean;
}

/** `source` is an address, or says where `document` came from. A rehearsal (`dry_run`) changes nothing.
 *
 * "stdio:NAME" is a program of the settings; with `mcp`, or where it ends with /mcp, an address is that of an MCP
 * server. `name` is what the toolbox will be called, `server` the base address of its calls if not the one that the
 * description names. `accept` lets a new version do more than the old one.
 *
 * `least` is an administrator's word on all its tools: none has a lower risk, whatever it says of itself. `risks` are
 * those of single tools by their names, and count before all. Both hold for later versions, too. */
export interface ToolsAddInput {
  source: string;
  document?: string;
  name?: string;
  server?: string;
  mcp?: boolean;
  least?: "act" | "read" | "write" | null;
  risks?: Record<string, "act" | "read" | "write">;
  accept?: boolean;
  dry_run?: boolean;
}

/** `version` 0: a rehearsal. `added`, `removed`, `changed` name tools; `wider` says what it may do beyond before.
 *
 * `held` says which tools call themselves safer than before, and are not believed. `needs` are the schemes by one of
 * which its server wants to be let in, as long as there is no credential for any. */
export interface ToolsAdded {
  name: string;
  version: number;
  tools: ToolRow[];
  added: string[];
  removed: string[];
  changed: string[];
  wider: Words[];
  held: Words[];
  refused: RefusedRow[];
  warnings: string[];
  servers: string[];
  needs: string[];
}

/** `name` is the capability's: "toolbox:tool". */
export interface ToolRow {
  name: string;
  title: Words;
  description: Words;
  risk: "act" | "read" | "write";
}

/** What of a description could not be taken in: its place, and the reason. */
export interface RefusedRow {
  where: string;
  why: string;
}

/** `toolbox` asks with `message` that a person fills in the form `schema` (a JSON Schema), or opens `url`. */
export interface AnswerInput {
  toolbox: string;
  message: string;
  schema?: Record<string, unknown>;
  url?: string;
}

/** What the form is filled in with: its own defaults. None where that is not enough. */
export interface Answered {
  content: Record<string, unknown> | null;
}

/** Those with all words of `search`, at most `limit`. */
export interface BrowseInput {
  search?: string;
  limit?: number;
}

/** `total` fit, of which `tools` are the first. */
export interface Browsed {
  tools: Listing[];
  total: number;
}

/** One tool in a list. `box` is the title of its toolbox, "off" of one that is switched off is its `state`; `stars`
 * are the mean of its reviews, None where there are none. `calls` are counted among the newest receipts. */
export interface Listing {
  name: string;
  title: Words;
  description: Words;
  risk: "act" | "read" | "write";
  source: "builtin" | "python" | "catalogue" | "mcp" | "openapi";
  box: Words | null;
  state: "off" | "on";
  health: "drifted" | "failing" | "shaky" | "unknown" | "well";
  calls: number;
  stars: number | null;
  demos: number;
}

export interface WhichJob {
  job: string;
}

/** `job` is the receipt of the call that began it, `receipt` the one with what came of it, "" until then.
 *
 * running: followed, by this or another process. done, failed: ended. unwatched: its call was cancelled, and nobody
 * follows it until somebody waits for it. cancelled: somebody ended it. lost: it never came to an end that we saw.
 * `progress` is what was last seen, at `seen_us`, and is on no receipt of whoever looks; times are microseconds since
 * 1970, UTC. */
export interface JobRow {
  job: string;
  tool: string;
  state: "cancelled" | "done" | "failed" | "lost" | "running" | "unwatched";
  progress: Progress;
  begun_us: number;
  seen_us: number;
  receipt: string;
}

/** An increment that is no part of the answer: `done` of `total`, None where nobody knows the total.
 *
 * `done` never falls within one call. `said` is what the work says of itself, in its own words, "" for nothing. */
export interface Progress {
  done: number;
  total: number | null;
  said: string;
}

/** What is None stays as it is. An earlier `version` takes the toolbox back to it. */
export interface ChangeInput {
  name: string;
  state?: "off" | "on" | null;
  pinned?: boolean | null;
  version?: number | null;
  server?: string | null;
}

/** `server` is where calls go. A credential can be set for each of `schemes`; by one of those in `needs` the server
 * wants to be let in, and a person signs in by those in `sign_ins`. `added_us`: microseconds since 1970, UTC.
 *
 * `least` and `risks` are an administrator's word on the risk of all its tools, and of some by their names. */
export interface BoxRow {
  name: string;
  title: Words;
  description: Words;
  origin: "catalogue" | "mcp" | "openapi";
  source: string;
  version: number;
  state: "off" | "on";
  pinned: boolean;
  server: string;
  servers: string[];
  schemes: string[];
  needs: string[];
  sign_ins: string[];
  least: "act" | "read" | "write";
  risks: Record<string, "act" | "read" | "write">;
  added_by: string;
  added_us: number;
  receipt: string;
}

/** For one security scheme of a toolbox: a key or token as `value`, or `username` and `password`, or an OAuth
 * client's `client_id` and `client_secret`. With `own` it serves the caller's calls alone. */
export interface CredentialInput {
  box: string;
  scheme: string;
  value?: string;
  username?: string;
  password?: string;
  client_id?: string;
  client_secret?: string;
  own?: boolean;
}

/** That there is one, and where it goes; `actor` "" means everybody. `set_us`: microseconds since 1970, UTC. */
export interface CredentialRow {
  box: string;
  scheme: string;
  actor: string;
  origin: string;
  set_by: string;
  set_us: number;
}

export interface CredentialsInput {
  box: string;
  limit?: number;
  skip?: number;
}

export interface CredentialList {
  credentials: CredentialRow[];
}

/** `title` says what it shows. */
export interface DemonstrateInput {
  tool: string;
  arguments?: Record<string, unknown>;
  title?: string;
}

/** A recorded call: `arguments` in, `output` (as a model reads it) out. `drift` says how the last replay differed,
 * "" where it did not. Times are microseconds since 1970, UTC.
 *
 * What was said is hidden from `repr`, and so from the record of whoever looks: `receipt` has it. */
export interface Demo {
  id: string;
  tool: string;
  title: string;
  arguments: Record<string, unknown>;
  output: string;
  receipt: string;
  recorded_by: string;
  recorded_us: number;
  replayed_us: number | null;
  drift: string;
}

/** Of the tool `name` ("bank:pay"): a title and a description in both languages, and requests that it serves.
 *
 * What is empty, in either language, leaves what the tool says of itself; all of it empty takes an earlier description
 * back. */
export interface ToolDescription {
  name: string;
  title: Words;
  description: Words;
  samples: string[];
}

/** `tool` would send `sends` (an address, or its arguments) to `host`; `read` names what was read before. */
export interface DiscloseInput {
  tool: string;
  host: string;
  sends: unknown;
  read?: string[];
}

export interface Disclosed {
  host: string;
}

/** All tools of the caller's tenant: those that can be called, and those that catalogues name. */
export interface EmbedToolsInput {}

/** `model` has read all that is said of the tools, `made` texts of it just now; "": there is nothing to read
 * them with.
 *
 * `reads` are the languages in which its vectors help to choose; for requests in others, words decide alone. */
export interface Embedded {
  model: string;
  made: number;
  reads: ("en" | "zh")[];
}

export interface WhichBox {
  box: string;
}

/** `signer` is the fingerprint to tell to those who take it in. */
export interface BundleFile {
  content: string;
  media_type: string;
  signer: string;
}

export interface WhichFile {
  digest: string;
}

/** `name` may say something, too: it is on the receipt of whoever gave the file, and of no reader. */
export interface FileContent {
  content: string;
  media_type: string;
  name: string;
}

/** `request` says what is to be done, in any words; `top` is how many tools at most.
 *
 * `among` says where to look: among what the caller may call, what imported catalogues name, or both. */
export interface FindInput {
  request: string;
  top?: number;
  among?: "all" | "callable" | "catalogues";
}

/** `embedder` is the model whose vectors took part; "" where words alone decided. */
export interface Proposed {
  proposals: Proposal[];
  none_fits: boolean;
  embedder: string;
}

/** A tool that fits, and the form of it: `filled` from the request, `missing` what it needs beside.
 *
 * `callable` is False of one that only a catalogue names. `why` are the words that speak for it. `sure` says that the
 * form has all it needs, and that nothing the request says is left over: it could be called as it is. */
export interface Proposal {
  tool: string;
  title: Words;
  description: Words;
  risk: "act" | "read" | "write";
  score: number;
  why: string[];
  schema: Record<string, unknown>;
  filled: Filled[];
  missing: string[];
  callable: boolean;
  sure: boolean;
}

/** `value` for `field` of a form, and the piece of the request that it comes from. */
export interface Filled {
  field: string;
  value: unknown;
  said: string;
}

export interface FollowInput {
  job: string;
  within_s?: number;
}

/** `output` where it ended in this call. */
export interface Followed {
  job: JobRow;
  output: ToolOutput | null;
}

/** What a tool gave.
 *
 * `text` is what a model reads, trimmed to what it needs; `data` the whole as JSON where it is JSON, else None; what
 * is neither is in `files`. `failed` says that the tool itself reports a failure. `status` is HTTP's, where there is
 * one. `following` are the arguments that ask for the next page, if there is one. `job` names the work that goes on at
 * its server, where it had not ended in time, or that this came of. `form` is a question to go on with. `origin` is
 * "human" where a person corrected what the tool gave. */
export interface ToolOutput {
  text: string;
  data: unknown;
  failed: boolean;
  status: number | null;
  files: ToolFile[];
  following: Record<string, unknown> | null;
  job: string;
  form: FollowUp | null;
  origin: "documents" | "human" | "model" | "none";
}

/** A question that a result brings along, in its field `form`: a person fills in `schema` (the JSON Schema of one
 * object), and `tool`, a capability's name, is called with that and `arguments`. A call like any other: who sends it
 * may make it, and is shown what it would write before it does. */
export interface FollowUp {
  message: Words;
  tool: string;
  schema: Record<string, unknown>;
  arguments: Record<string, unknown>;
}

export interface WhichCredential {
  box: string;
  scheme: string;
  own: boolean;
}

export interface WhichDemo {
  demo: string;
}

/** `tools` by name, or else those that fit `request`, whose language their descriptions are in. */
export interface FunctionsInput {
  tools?: string[];
  request?: string;
}

/** `tools` as a chat takes them; `names` says which capability each function is. */
export interface Functions {
  tools: Record<string, unknown>[];
  names: Record<string, string>;
}

/** `trust` is the fingerprint of the signer, as its people told it; `accept` lets a new version do more. */
export interface ToolsImportInput {
  content: string;
  trust?: string;
  name?: string;
  accept?: boolean;
  dry_run?: boolean;
}

/** `version` 0: a rehearsal. */
export interface ToolsImported {
  name: string;
  version: number;
  signer: string;
  tools: number;
  wider: Words[];
}

/** `content` is JSON lines, {"name", "description", "parameters"}; an earlier catalogue of that `name` goes. */
export interface ToolsCatalogueInput {
  content: string;
  name?: string;
}

export interface Catalogue {
  name: string;
  version: number;
  count: number;
}

/** Wait for its end at most `wait_s` seconds; meanwhile what comes is how far it is. */
export interface JobInput {
  job: string;
  wait_s?: number;
}

/** `output` is what came of it, once it has ended: as its receipt has it, until that is erased. */
export interface ShownJob {
  job: JobRow;
  output: ToolOutput | null;
}

/** The newest first. */
export interface JobsInput {
  limit?: number;
  skip?: number;
}

export interface JobList {
  jobs: JobRow[];
}

/** A toolbox with all its tools, or one tool: "bank", "bank:pay". None is no limit; both None take it away.
 *
 * It counts the calls of everybody together; with `each` those of each actor by itself. Both may stand. */
export interface LimitToolInput {
  name: string;
  calls_per_minute?: number | null;
  calls_at_once?: number | null;
  each?: boolean;
}

/** All that bounds calls of a tool, or of a toolbox and its tools. */
export interface ToolLimits {
  limits: Limit[];
}

/** How often `name` may be called, a toolbox or one tool ("bank", "bank:pay"), in any 60 seconds and at once.
 *
 * None: as often as one likes. It is for everybody together, or with `each` for each actor by itself. How much of it
 * is used now is told of the actor who looks, and to an administrator of everybody together; else None. */
export interface Limit {
  name: string;
  each: boolean;
  calls_per_minute: number | null;
  calls_per_minute_used: number | null;
  calls_at_once: number | null;
  calls_at_once_used: number | null;
}

/** Nothing to be told. */
export interface ToolsNoInput {}

export interface BoxList {
  boxes: BoxRow[];
}

export interface PreferInput {
  request: string;
  tool: string;
}

export interface Preferred {
  tool: string;
}

export interface PreviewInput {
  tool: string;
  arguments?: Record<string, unknown>;
}

/** The request as it would be sent; what lets it in is put in when it leaves, and is not here. `schemes` name it. */
export interface Preview {
  method: string;
  url: string;
  headers: Record<string, unknown>;
  body: string;
  schemes: string[];
}

export interface ToolsRemoveInput {
  name: string;
}

export interface Removed {
  name: string;
}

/** `drifted` of them gave something of another form than when they were recorded, or failed. */
export interface Replayed {
  demos: Demo[];
  drifted: number;
}

/** From the item or line `start` on, counted from 0, `count` of them. */
export interface ResultInput {
  receipt: string;
  start?: number;
  count?: number;
}

/** `total` are all there are. A list is told in `items`, and is the field `of` where it stands in an object;
 * everything else is `text`, by lines. `following` is the next `start`, None at the end. */
export interface ResultPage {
  receipt: string;
  unit: "items" | "lines";
  of: string;
  start: number;
  total: number;
  items: unknown[];
  text: string;
  following: number | null;
}

/** 1 to 5 `stars`. */
export interface ReviewInput {
  tool: string;
  stars: number;
  words?: string;
}

/** One actor's, 1 to 5 stars, the newest one only. `words` are on its author's receipt, and no reader's. */
export interface Review {
  tool: string;
  actor: string;
  stars: number;
  words: string;
  at_us: number;
}

/** The risk of one tool ("bank:pay"), or the least of all tools of a toolbox ("bank").
 *
 * "own" takes an earlier word back: then a tool has the risk that it says of itself. */
export interface RiskInput {
  name: string;
  risk: "act" | "read" | "write" | "own";
}

/** A toolbox, one tool of it, or one that is built in: "weather", "weather:today", "units:convert". */
export interface ToolsShowInput {
  name: string;
}

/** `tools` are those of a toolbox, `records` what the receipts say of each that was called lately, `changes` what
 * each version changed, `limits` how often it may be called; of one tool, everything is its own. One of no toolbox has
 * no `box`. */
export interface ToolsShown {
  box: BoxRow | null;
  versions: BoxRow[];
  changes: ToolsHistoryChange[];
  tools: ToolRow[];
  records: ServerRecord[];
  demos: Demo[];
  reviews: Review[];
  limits: Limit[];
  tool: ShownTool | null;
}

/** What `version` changed of the one before. The names are capabilities': "toolbox:tool". */
export interface ToolsHistoryChange {
  version: number;
  added: string[];
  removed: string[];
  changed: string[];
  wider: Words[];
}

/** One tool's latest calls. `failed` of them ended in an error, or the tool said that it failed; `refused` were kept
 * from it (denied, waiting for a person, without budget). Times in seconds; None: none was answered. `last_us`:
 * microseconds since 1970, UTC. */
export interface ServerRecord {
  tool: string;
  calls: number;
  people: number;
  failed: number;
  refused: number;
  corrected: number;
  usual_s: number | null;
  slow_s: number | null;
  cost_microusd: number | null;
  last_us: number;
}

/** `input` and `output` are JSON Schemas; `samples` are requests in a person's words, `examples` inputs that fit.
 *
 * `maker` is the package or the address that it comes from, `right` what who calls it needs. `own` is what it says of
 * itself, where an administrator described it otherwise. */
export interface ShownTool {
  name: string;
  title: Words;
  description: Words;
  risk: "act" | "read" | "write";
  source: "builtin" | "python" | "catalogue" | "mcp" | "openapi";
  maker: string;
  right: "act" | "admin" | "read" | "write";
  version: string;
  input: Record<string, unknown>;
  output: Record<string, unknown> | null;
  idempotent: boolean;
  samples: string[];
  examples: Record<string, unknown>[];
  own: OwnWords | null;
}

/** What a tool says of itself, where `by` described it otherwise at `at_us` (microseconds since 1970, UTC).
 *
 * `outdated`: it said something else of itself then. `described` is how, without what it leaves as it was. */
export interface OwnWords {
  title: Words;
  description: Words;
  samples: string[];
  described: Description;
  by: string;
  at_us: number;
  outdated: boolean;
}

/** A tool's title and description in both languages, and requests in a person's words that it serves.
 *
 * What is empty, in either language, leaves what the tool says of itself; `samples` come before its own. */
export interface Description {
  title: Words;
  description: Words;
  samples: string[];
}

/** `redirect_uri` is where the other side sends the browser back to. Where a client is not registered by itself,
 * that has to be registered there. `scopes` are asked for beside the usual ones. */
export interface SignInInput {
  box: string;
  scheme: string;
  redirect_uri: string;
  scopes?: string[];
}

/** Where the person goes now, and until when (seconds since 1970). */
export interface Begun {
  url: string;
  until_s: number;
}

export interface SignedInInput {
  returned: string;
}

export interface SignedIn {
  box: string;
  scheme: string;
}

/** `model` names the route to ask; empty, the default one. */
export interface ToolsSuggestInput {
  name: string;
  model?: string;
}

/** `tool` is a capability's name: "toolbox:tool". */
export interface SurfaceInput {
  tool: string;
}

/** A stranger's page: shown in a frame that reaches nothing, and told what the tool was given and gave.
 *
 * `uri` is what its server calls it, `digest` the SHA-256 of `html` in UTF-8, as it was when the toolbox was taken in.
 * `own` is the tool by its server's name. `calls` are the tools that the page may have called: the server's name of
 * each, which the page uses, and the capability's. `border`: whether it asks for a frame, where it says so. */
export interface ShownSurface {
  tool: string;
  own: string;
  uri: string;
  digest: string;
  html: string;
  calls: Record<string, string>;
  border: boolean | null;
}

/** Each file is kept, called by its path in the archive. */
export interface Unpacked {
  files: ToolFile[];
  left_out: LeftOut[];
}

/** A file of an archive that was not taken: `fault` is a stable word, `reason` says it in full. */
export interface LeftOut {
  path: string;
  fault: string;
  reason: string;
}

export interface ToolsUploadInput {
  content: string;
  media_type?: string;
  name?: string;
}

/** `tools` are the only ones to use ("toolbox:tool"); empty, the platform chooses. `model` names a route.
 *
 * `resume` is the receipt of a use that waited for a person: it goes on where it stopped, with exactly that call. */
export interface UseInput {
  request?: string;
  tools?: string[];
  model?: string;
  most_steps?: number;
  resume?: string;
}

/** What came of a request.
 *
 * `text` is the answer: of a model, of a person who corrected it, or of the tool itself where there is no model and
 * none was needed. It is "" where there is none yet: then `waiting` says which calls need a person, or `proposals`
 * which tools fit, each with a form to fill in. `none_fits` says that no tool does. `resume` is the receipt to go on
 * with, once a person has decided. */
export interface Used {
  text: string;
  origin: "human" | "model" | "none" | "tool";
  steps: Step[];
  waiting: Waiting[];
  proposals: Proposal[];
  none_fits: boolean;
  resume: string;
}

/** One tool at work: what it was given, and what it said to the model. `receipt` "" means that no call was made.
 * `form` is a question that its result brings, for a person to go on with. */
export interface Step {
  tool: string;
  arguments: Record<string, unknown>;
  text: string;
  failed: boolean;
  receipt: string;
  form: FollowUp | null;
}

/** A call that a person has to agree to, exactly as it is here. */
export interface Waiting {
  tool: string;
  arguments: Record<string, unknown>;
  approval: string;
  why: string;
}

/** `possible`: something here makes vectors, and the settings want them. `model` is whose vectors the tools have, ""
 * for none yet.
 *
 * `reads` are the languages in which they help, `by_words` those in which words decide alone. Of the `texts` that are
 * to be read `made` have a vector: while one of a tool's own is missing, words decide alone, too. */
export interface Standing {
  possible: boolean;
  model: string;
  reads: ("en" | "zh")[];
  by_words: ("en" | "zh")[];
  texts: number;
  made: number;
}

export interface UnitsConvertInput {
  amount: string;
  from_: string;
  to: string;
}

/** `result` in the `unit` asked for, all its digits if `exact`, else the first 30; `read` is what was converted. */
export interface Converted {
  result: string;
  unit: string;
  exact: boolean;
  read: string;
}

/** What to break the sums down by, and in which days (ISO 8601, UTC, both included); None: this month, until today.
 *
 * `actor` and `team` narrow it down; without the right "admin" it is the caller's own use in any case. */
export interface UsageInput {
  by?: ("actor" | "capability" | "day" | "key" | "model" | "month" | "route" | "team" | "tenant")[];
  since?: string | null;
  until?: string | null;
  actor?: string | null;
  team?: string | null;
}

/** For a capability that has nothing to be told. */
export interface AccessNothing {}

/** How many rows the sums have now. */
export interface Recounted {
  rows: number;
}

/** `since` and `until` are the first and the last day. */
export interface UsageReport {
  since: string;
  until: string;
  rows: UsageRow[];
  total: UsageRow;
}

/** What was used at one place; a dimension that was not asked for is None, "" means that there was none.
 *
 * `requests` are the calls that no other call made, `failed` those of all `calls` that did not end well. The cost is
 * in millionths of a US dollar, without the calls whose price nobody knows, `unpriced`; None if it is nobody's. */
export interface UsageRow {
  requests: number;
  calls: number;
  failed: number;
  input_tokens: number;
  output_tokens: number;
  cost_microusd: number | null;
  unpriced: number;
  day: string | null;
  month: string | null;
  tenant: string | null;
  actor: string | null;
  team: string | null;
  key: string | null;
  capability: string | null;
  model: string | null;
  route: string | null;
}

export interface WebReadInput {
  url: string;
  start?: number;
  characters?: number;
}

/** A stranger's words: they may say anything, and ask for anything.
 *
 * `text` is the piece that was asked for, of `length` characters in all; `more` says that there are some behind it. */
export interface WebPage {
  url: string;
  title: string;
  text: string;
  length: number;
  more: boolean;
  links: Link[];
}

export interface Link {
  text: string;
  url: string;
}

export interface WebSearchInput {
  query: string;
  top?: number;
  language?: string;
}

/** Strangers' words, as a search engine found them, the best first. */
export interface Results {
  results: ToolsResult[];
}

export interface ToolsResult {
  title: string;
  url: string;
  summary: string;
}

/** What every capability takes and gives. */
export interface Capabilities {
  "actors:add": { input: ActorInput; output: ActorRow };
  "actors:admit": { input: AdmitInput; output: ActorRow };
  "actors:list": { input: Portion; output: ActorList };
  "actors:sign-out": { input: SignOutInput; output: SignedOut };
  "approvals:decide": { input: DecideInput; output: Decided };
  "approvals:list": { input: ApprovalsInput; output: ApprovalList };
  "budgets:list": { input: Portion; output: BudgetList };
  "budgets:set": { input: BudgetInput; output: BudgetRow };
  "calc:evaluate": { input: CalcEvaluateInput; output: Calculated };
  "calendar:draft": { input: CalendarDraftInput; output: Blob };
  "calendar:festival": { input: CalendarFestivalInput; output: FestivalDay };
  "calendar:holidays": { input: CalendarHolidaysInput; output: Holidays };
  "calendar:lunar": { input: CalendarLunarInput; output: ChineseDay };
  "calendar:solar": { input: CalendarSolarInput; output: SolarDay };
  "calendar:terms": { input: CalendarTermsInput; output: Terms };
  "charts:draw": { input: ChartsDrawInput; output: Blob };
  "code:run": { input: CodeRunInput; output: Ran };
  "corrections:alias": { input: AliasInput; output: AliasStatus };
  "corrections:approve": { input: ApproveInput; output: CorrectionStatus };
  "corrections:conflicts": { input: ConflictsInput; output: ConflictList };
  "corrections:dismiss": { input: DismissInput; output: QueueStatus };
  "corrections:dissatisfied": { input: DissatisfiedInput; output: QueueStatus };
  "corrections:history": { input: HistoryInput; output: CorrectionHistory };
  "corrections:judge-eval": { input: JudgeEvalInput; output: CorrectionsReport };
  "corrections:judges": { input: JudgesInput; output: Judges };
  "corrections:list": { input: CorrectionsListInput; output: CorrectionList };
  "corrections:match": { input: MatchInput; output: MatchReport };
  "corrections:propose": { input: ProposeInput; output: ProposalStatus };
  "corrections:queue": { input: QueueInput; output: QueueList };
  "corrections:restore": { input: RestoreInput; output: CorrectionStatus };
  "corrections:retire": { input: RetireInput; output: CorrectionStatus };
  "corrections:revoke": { input: CorrectionsRevokeInput; output: CorrectionStatus };
  "corrections:rollback": { input: CorrectionsRollbackInput; output: RollbackReport };
  "corrections:suggest-aliases": { input: CorrectionsSuggestInput; output: Suggested };
  "corrections:trial": { input: TrialInput; output: CorrectionStatus };
  "corrections:undo": { input: UndoInput; output: RollbackReport };
  "currency:convert": { input: CurrencyConvertInput; output: Exchanged };
  "currency:rates": { input: CurrencyRatesInput; output: ToolsTaken };
  "dates:add": { input: DatesAddInput; output: Day };
  "dates:describe": { input: DatesDescribeInput; output: Day };
  "dates:difference": { input: DatesDifferenceInput; output: Difference };
  "dates:workdays": { input: DatesWorkdaysInput; output: Workdays };
  "deployments:add": { input: AddDeployment; output: Written };
  "deployments:check": { input: NamedDeployment; output: Checked };
  "deployments:drain": { input: NamedDeployment; output: Changed };
  "deployments:list": { input: ModelsNothing; output: DeploymentList };
  "deployments:remove": { input: NamedDeployment; output: Changed };
  "deployments:resume": { input: NamedDeployment; output: Changed };
  "deployments:rollback": { input: WhichVersion; output: Written };
  "deployments:show": { input: NamedDeployment; output: ShownDeployment };
  "deployments:warm": { input: NamedDeployment; output: Warmed };
  "evaluations:add": { input: LearnAddInput; output: SetVersion };
  "evaluations:agreement": { input: AgreementInput; output: Agreement };
  "evaluations:benchmark": { input: BenchmarkInput; output: BenchmarkReport };
  "evaluations:compare": { input: LearnCompareInput; output: Comparison };
  "evaluations:export": { input: LearnExportInput; output: Exported };
  "evaluations:from-corrections": { input: FromCorrectionsInput; output: SetVersion };
  "evaluations:from-receipts": { input: FromReceiptsInput; output: SetVersion };
  "evaluations:red-team": { input: LearnNoInput; output: SetVersion };
  "evaluations:remove": { input: WhichSet; output: RemovedSet };
  "evaluations:results": { input: WhichRun; output: RunResults };
  "evaluations:run": { input: RunInput; output: RunReport };
  "evaluations:runs": { input: RunsInput; output: RunList };
  "evaluations:sets": { input: Portion; output: SetList };
  "evaluations:show": { input: WhichSet; output: ShownSet };
  "fixes:approve": { input: FixInput; output: FixStatus };
  "fixes:list": { input: FixesInput; output: FixList };
  "fixes:mark": { input: MarkInput; output: Fixed };
  "fixes:point": { input: PointInput; output: Fixed };
  "fixes:replace": { input: ReplaceInput; output: Fixed };
  "fixes:revoke": { input: FixRevokeInput; output: FixStatus };
  "fixes:rollback": { input: FixRollbackInput; output: FixRollbackReport };
  "fixes:show": { input: FixInput; output: FixShown };
  "fixes:undo": { input: FixUndoInput; output: FixRollbackReport };
  "grants:give": { input: GrantInput; output: GrantRow };
  "grants:list": { input: Portion; output: GrantList };
  "grants:revoke": { input: AccessCapabilitiesGrantsRevokeInput; output: GrantRow };
  "keys:add": { input: KeyInput; output: NewKey };
  "keys:list": { input: KeysInput; output: KeyList };
  "keys:revoke": { input: AccessTypesRevokeInput; output: KeyRow };
  "keys:rotate": { input: RotateInput; output: RotatedKey };
  "knowledge:add": { input: KnowledgeAddInput; output: KnowledgeAdded };
  "knowledge:ask": { input: AskInput; output: Answer };
  "knowledge:bases": { input: BasesInput; output: BaseList };
  "knowledge:brief": { input: BriefInput; output: Prompt };
  "knowledge:calibrate": { input: KnowledgeCalibrateInput; output: KnowledgeCalibrated };
  "knowledge:documents": { input: DocumentsInput; output: DocumentList };
  "knowledge:embed": { input: KnowledgeEmbedInput; output: Made };
  "knowledge:image": { input: KnowledgeImageInput; output: Blob };
  "knowledge:page": { input: PageInput; output: PageText };
  "knowledge:remove": { input: KnowledgeRemoveInput; output: FileEvent };
  "knowledge:search": { input: SearchInput; output: PassageList };
  "knowledge:unpack": { input: UnpackInput; output: KnowledgeAdded };
  "knowledge:upload": { input: KnowledgeUploadInput; output: FileEvent };
  "knowledge:vectors": { input: VectorsInput; output: Vectors };
  "limits:list": { input: Portion; output: LimitList };
  "limits:set": { input: LimitInput; output: LimitRow };
  "mail:draft": { input: MailDraftInput; output: Blob };
  "mail:send": { input: MailSendInput; output: Sent };
  "models:add": { input: AddModelInput; output: AddedModel };
  "models:card": { input: CardInput; output: Card };
  "models:catalogue": { input: ModelsCatalogueInput; output: CatalogueOutput };
  "models:chat": { input: ChatInput; output: ChatOutput };
  "models:compare": { input: ModelsCompareInput; output: ModelsCompared };
  "models:complete": { input: CompleteInput; output: ChatOutput };
  "models:count": { input: CountInput; output: CountOutput };
  "models:embed": { input: TypesEmbedInput; output: EmbedOutput };
  "models:fits": { input: FitsInput; output: FitsOutput };
  "models:image": { input: ModelsImageInput; output: ImageOutput };
  "models:list": { input: ModelsListInput; output: ModelsListOutput };
  "models:moderate": { input: ModerateInput; output: ModerateOutput };
  "models:ratings": { input: RatingsInput; output: Ratings };
  "models:remove": { input: NamedModel; output: RemovedModel };
  "models:rerank": { input: RerankInput; output: RerankOutput };
  "models:running": { input: ModelsNothing; output: LocalList };
  "models:speech": { input: SpeechInput; output: Blob };
  "models:transcribe": { input: TranscribeInput; output: TranscribeOutput };
  "models:vote": { input: VoteInput; output: Voted };
  "models:votes": { input: Portion; output: VoteList };
  "plans:assign": { input: AssignInput; output: Assignment };
  "plans:export": { input: StatementInput; output: Blob };
  "plans:list": { input: Portion; output: PlanList };
  "plans:set": { input: Plan; output: Plan };
  "plans:statement": { input: StatementInput; output: Statements };
  "prices:import": { input: ModelsImportInput; output: ModelsImported };
  "prices:list": { input: PricesInput; output: PriceRows };
  "prices:remove": { input: ModelsRemoveInput; output: PriceRows };
  "prices:set": { input: PriceInput; output: PriceRow };
  "providers:list": { input: ModelsNothing; output: ProviderList };
  "receipts:acknowledge": { input: AcknowledgeInput; output: AcknowledgeOutput };
  "receipts:checkpoint": { input: CheckpointInput; output: CheckpointOutput };
  "receipts:erase": { input: EraseInput; output: EraseOutput };
  "receipts:export": { input: ReceiptsExportInput; output: ExportOutput };
  "receipts:list": { input: ReceiptsListInput; output: ReceiptsListOutput };
  "receipts:prove": { input: Which; output: ProveOutput };
  "receipts:show": { input: ReceiptsShowInput; output: ReceiptsShown };
  "receipts:sweep": { input: SweepInput; output: Swept };
  "receipts:verify": { input: VerifyInput; output: VerifyOutput };
  "releases:create": { input: CreateInput; output: Release };
  "releases:gate": { input: GateInput; output: GateReport };
  "releases:list": { input: ReleasesInput; output: ReleaseList };
  "releases:override": { input: OverrideInput; output: Release };
  "releases:promote": { input: PromoteInput; output: Release };
  "releases:report": { input: ReportInput; output: LearnReport };
  "releases:retirements": { input: RetirementsInput; output: OfferList };
  "releases:rollback": { input: LearnRollbackInput; output: Release };
  "releases:show": { input: WhichRelease; output: ShownRelease };
  "releases:watch": { input: WatchInput; output: Watched };
  "routes:calibrate": { input: ModelsCalibrateInput; output: ModelsCalibrated };
  "routes:explain": { input: ExplainInput; output: Explained };
  "routes:list": { input: ModelsNothing; output: RouteList };
  "routes:remove": { input: NamedRoute; output: RemovedRoute };
  "routes:rollback": { input: WhichVersion; output: Written };
  "routes:set": { input: Route; output: Written };
  "routes:versions": { input: VersionsInput; output: RouteVersions };
  "tables:query": { input: TablesQueryInput; output: Rows };
  "teams:add": { input: TeamInput; output: TeamRow };
  "teams:join": { input: JoinInput; output: TeamRow };
  "teams:leave": { input: LeaveInput; output: TeamRow };
  "teams:list": { input: Portion; output: TeamList };
  "teams:remove": { input: AccessRemoveInput; output: TeamRow };
  "telemetry:authorize": { input: HeaderInput; output: Headers };
  "telemetry:show": { input: TelemetryNothing; output: TelemetryState };
  "texts:compare": { input: TextsCompareInput; output: ToolsCompared };
  "times:convert": { input: TimesConvertInput; output: Times };
  "tools:add": { input: ToolsAddInput; output: ToolsAdded };
  "tools:answer": { input: AnswerInput; output: Answered };
  "tools:browse": { input: BrowseInput; output: Browsed };
  "tools:cancel": { input: WhichJob; output: JobRow };
  "tools:change": { input: ChangeInput; output: BoxRow };
  "tools:credential": { input: CredentialInput; output: CredentialRow };
  "tools:credentials": { input: CredentialsInput; output: CredentialList };
  "tools:demonstrate": { input: DemonstrateInput; output: Demo };
  "tools:describe": { input: ToolDescription; output: ToolRow };
  "tools:disclose": { input: DiscloseInput; output: Disclosed };
  "tools:embed": { input: EmbedToolsInput; output: Embedded };
  "tools:export": { input: WhichBox; output: Blob };
  "tools:file": { input: WhichFile; output: Blob };
  "tools:find": { input: FindInput; output: Proposed };
  "tools:follow": { input: FollowInput; output: Followed };
  "tools:forget-credential": { input: WhichCredential; output: WhichCredential };
  "tools:forget-demonstration": { input: WhichDemo; output: WhichDemo };
  "tools:functions": { input: FunctionsInput; output: Functions };
  "tools:import-bundle": { input: ToolsImportInput; output: ToolsImported };
  "tools:import-catalogue": { input: ToolsCatalogueInput; output: Catalogue };
  "tools:job": { input: JobInput; output: ShownJob };
  "tools:jobs": { input: JobsInput; output: JobList };
  "tools:limit": { input: LimitToolInput; output: ToolLimits };
  "tools:list": { input: ToolsNoInput; output: BoxList };
  "tools:prefer": { input: PreferInput; output: Preferred };
  "tools:preview": { input: PreviewInput; output: Preview };
  "tools:remove": { input: ToolsRemoveInput; output: Removed };
  "tools:replay": { input: WhichBox; output: Replayed };
  "tools:result": { input: ResultInput; output: ResultPage };
  "tools:review": { input: ReviewInput; output: Review };
  "tools:risk": { input: RiskInput; output: BoxRow };
  "tools:show": { input: ToolsShowInput; output: ToolsShown };
  "tools:sign-in": { input: SignInInput; output: Begun };
  "tools:signed-in": { input: SignedInInput; output: SignedIn };
  "tools:suggest-description": { input: ToolsSuggestInput; output: ToolDescription };
  "tools:surface": { input: SurfaceInput; output: ShownSurface };
  "tools:unpack": { input: WhichFile; output: Unpacked };
  "tools:upload": { input: ToolsUploadInput; output: ToolFile };
  "tools:use": { input: UseInput; output: Used };
  "tools:vectors": { input: EmbedToolsInput; output: Standing };
  "units:convert": { input: UnitsConvertInput; output: Converted };
  "usage:export": { input: UsageInput; output: Blob };
  "usage:recount": { input: AccessNothing; output: Recounted };
  "usage:report": { input: UsageInput; output: UsageReport };
  "web:read": { input: WebReadInput; output: WebPage };
  "web:search": { input: WebSearchInput; output: Results };
}
