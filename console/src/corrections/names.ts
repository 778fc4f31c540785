/** What states, scopes and deeds of corrections are called. */

import type { Correction, CorrectionEvent, Permit, Scope } from "../api";
import { type Key, t } from "../i18n";

export type State = Correction["state"];

export const STATES = {
  standing: "standing",
  proposed: "proposed",
  trial: "onTrial",
  superseded: "superseded",
  retired: "retired",
  revoked: "revoked",
  expired: "expired",
} as const satisfies Record<State, Key>;

export const SCOPES = {
  everyone: "scopeEveryone",
  capability: "scopeCapability",
  base: "scopeBase",
  team: "scopeTeam",
  user: "scopeUser",
} as const satisfies Record<Scope, Key>;

const DEEDS: Record<CorrectionEvent["kind"], Key> = {
  proposed: "didProposed",
  tried: "didTried",
  approved: "didApproved",
  superseded: "didSuperseded",
  revoked: "didRevoked",
  retired: "didRetired",
  restored: "didRestored",
  "alias-proposed": "didAliasProposed",
  "alias-added": "didAliasAdded",
  "wording-withdrawn": "didWordingWithdrawn",
};

const LANGUAGES = { zh: "inChinese", en: "inEnglish", mixed: "inBoth" } as const satisfies Record<
  Permit["language"],
  Key
>;

/** What makes a question another one, in the set that judges are examined on; a set of one's own may have others. */
const KINDS: Record<string, Key> = {
  aspect: "missAspect",
  date: "missDate",
  entity: "missEntity",
  negation: "missNegation",
  number: "missNumber",
  other: "missOther",
  quantifier: "missQuantifier",
  role: "missRole",
  scope: "missScope",
  unit: "missUnit",
};

export function stateWord(state: State): string {
  return t(STATES[state]);
}

export function deedWord(kind: CorrectionEvent["kind"]): string {
  return t(DEEDS[kind]);
}

/** For whom it holds: the scope, and whom that means where it is somebody in particular. */
export function scopeWord({ scope, base, team, capability }: Correction): string {
  const holder = base ?? team ?? capability;
  return holder ? `${t(SCOPES[scope])} (${holder})` : t(SCOPES[scope]);
}

export function languageWord(language: Permit["language"]): string {
  return t(LANGUAGES[language]);
}

export function kindWord(kind: string): string {
  const word = KINDS[kind];
  return word === undefined ? kind : t(word);
}
