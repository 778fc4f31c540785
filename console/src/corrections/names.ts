/** What states, scopes and deeds of corrections are called. */

import type { Correction, CorrectionEvent, Scope } from "../api";
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
