/** What went wrong, by its code, in the language of the page; the server says the rest in its own words. */

import { ApiError } from "./client";
import { type Key, t } from "./i18n";

const KINDS: Record<string, Key> = {
  blocked: "faultBlocked",
  budget: "faultBudget",
  busy: "faultBusy",
  conflict: "faultConflict",
  denied: "faultDenied",
  egress_denied: "faultEgress",
  engine: "faultEngine",
  integrity: "faultIntegrity",
  model: "faultModel",
  model_busy: "faultBusy",
  model_form: "faultModel",
  model_refused: "faultModel",
  needs_person: "waitsForPerson",
  not_found: "faultMissing",
  rate: "faultRate",
  settings: "faultSettings",
  store: "faultStore",
  timed_out: "statusTimedOut",
  unauthenticated: "keyWanted",
  unpriced: "costUnknown",
  unreachable: "faultUnreachable",
  unreadable: "documentFailed",
  usage: "faultUsage",
};

/** The page's own words, for a heading. */
export function faultWord(error: Error): string {
  const known = error instanceof ApiError && Object.hasOwn(KINDS, error.code) ? KINDS[error.code] : undefined;
  return t(known ?? "wentWrong");
}

/** One line: which kind, and what exactly. What the page itself found out, it says itself. */
export function faultLine(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  return Object.hasOwn(KINDS, error.code)
    ? t("faultLine", { kind: faultWord(error), what: error.message })
    : error.message;
}
