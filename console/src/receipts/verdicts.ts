/** Who said something about a call, and what, in the words of this page; a guard or a code that is not known stands as it is. */

import { type Key, t } from "../i18n";

const SPEAKERS: Record<string, Key> = {
  approval: "byApproval",
  caller: "byCaller",
  correction: "correction",
  fix: "byFix",
  injection: "byInjection",
  judge: "judge",
  model: "model",
  policy: "byPolicy",
  suggestion: "bySuggestion",
  support: "bySupport",
  vectors: "kindEmbedding",
  "models:cache": "byCache",
  "models:cascade": "byCascade",
  "models:form": "byForm",
  "models:router": "byRouter",
};

const SAYINGS: Record<string, Key> = {
  allow: "saidAllow",
  ask: "saidAsk",
  block: "statusBlocked",
  cut: "saidCut",
  deny: "statusDenied",
  different: "saidDifferent",
  empty: "saidEmpty",
  estimated: "saidEstimated",
  failed: "statusFailed",
  far: "saidFar",
  fire: "outcomeFire",
  hedged: "saidHedged",
  hit: "saidHit",
  hold: "saidHold",
  left: "saidLeft",
  "left out": "saidLeftOut",
  machine: "saidMachine",
  marked: "saidMarked",
  near: "saidNear",
  no: "no",
  none: "saidNone",
  "not permitted": "mayNotFire",
  off: "saidOff",
  outdated: "outdated",
  redact: "saidRedact",
  refused: "saidRefused",
  replaced: "setRight",
  same: "saidSame",
  served: "saidServed",
  trial: "onTrial",
  unclear: "saidUnclear",
  unsure: "saidUnsure",
  waiting: "statusWaiting",
  withheld: "saidWithheld",
  wrong: "wrong",
  yes: "yes",
};

export function speaker(by: string): string {
  if (by.startsWith("guard:")) return t("byGuard", { name: by.slice("guard:".length) });
  return word(SPEAKERS, by);
}

export function saying(said: string): string {
  return word(SAYINGS, said);
}

function word(words: Record<string, Key>, code: string): string {
  const key = Object.hasOwn(words, code) ? words[code] : undefined;
  return key === undefined ? code : t(key);
}
