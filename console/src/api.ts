/** The server's words as the console says them: those made from its OpenAPI, and what stands outside it. */

import type { Answer, Capabilities, Citation, Correction, Envelope } from "./schema";

export type {
  Affected,
  Amendment,
  Answer,
  ApprovalRow as Approval,
  Base,
  BoxRow as Toolbox,
  Card,
  CatalogueRow,
  Citation,
  Comparison,
  Conflict,
  Correction,
  CredentialRow as Credential,
  CorrectionsEvent as CorrectionEvent,
  Demo,
  DeploymentRow,
  Document as DocumentRow,
  Expectation,
  Figure,
  FileEvent,
  Fix,
  Fixed,
  FixEvent,
  GrantRow as Grant,
  GateReport,
  LearnEvent as ReleaseEvent,
  LearnTarget as Target,
  JobRow as Job,
  Limit as ToolLimit,
  Listing,
  LocalRow,
  PageLine,
  PageText as Page,
  Pair,
  Permit,
  PriceRow,
  Proposal,
  ProviderRow,
  QueueItem,
  Release,
  Review,
  EraseOutput as Erased,
  RollbackReport,
  RouteRow,
  Ruling,
  RunEntry as Run,
  Sentence,
  ServerRecord as ToolRecord,
  ShownTool,
  Step,
  SetVersion,
  ReceiptsShown as Receipt,
  Summary as ReceiptSummary,
  Suggestion,
  ToolFile,
  ToolRow,
  ToolsHistoryChange as ToolChange,
  ToolsAdded as AddedTools,
  Usage,
  UsageRow,
  Used,
  VerifyOutput as Verification,
  Waiting,
  Watched,
} from "./schema";

export type Name = keyof Capabilities;
export type Input<N extends Name> = Capabilities[N]["input"];

/** An output with what comes around every answer; where both have a field, it is the output's. */
export type Reply<N extends Name> = Enveloped<Capabilities[N]["output"]>;
export type AnswerReply = Enveloped<Answer>;
type Enveloped<Output> = Output & Omit<Envelope, keyof Output>;

export type Scope = Correction["scope"];
export type Box = NonNullable<Citation["box"]>;

/** What long work sends before its answer: how far it is. An exam says no more; `of` is the release that a gate asks. */
export interface Progress {
  done: number;
  total: number;
  failed?: number;
  cached?: number;
  of?: string;
}

/** GET /api/status. */
export interface Status {
  version: string;
  language: "auto" | "zh" | "en";
  /** Null when the server does not know who asks; then it says nothing more. */
  actor: { id: string; name: string; rights: string[] } | null;
  /** What the button says that leads to the firm's identity provider; null without one. */
  sign_in: string | null;
  /** Whether we came in that way. */
  session?: boolean;
  model?: string | null;
  capabilities?: string[];
}
