/** What kinds, states and steps of fixes are called. */

import type { Amendment, Fix, FixEvent } from "../api";
import { day } from "../formats";
import { type Key, t } from "../i18n";
import { authorName } from "../status";

export const KINDS = {
  mark: "fixMark",
  replace: "fixReplace",
  point: "fixPoint",
} as const satisfies Record<Fix["kind"], Key>;

export const STATES = {
  standing: "standing",
  proposed: "proposed",
  superseded: "superseded",
  revoked: "revoked",
} as const satisfies Record<Fix["state"], Key>;

export const BLAMES = {
  outdated: "outdated",
  wrong: "wrong",
} as const satisfies Record<NonNullable<Fix["blame"]>, Key>;

const STEPS: Record<FixEvent["kind"], Key> = {
  proposed: "didProposed",
  approved: "didApproved",
  superseded: "didSuperseded",
  revoked: "didRevoked",
  restored: "didRestored",
};

export function stepWord(kind: FixEvent["kind"]): string {
  return t(STEPS[kind]);
}

/** Who set a place right, when and why, in one line. */
export function amendedWord({ kind, author, at, why }: Amendment): string {
  const what = t(kind === "replaced" ? "setRight" : kind);
  return [what, `${authorName(author)}, ${day(at)}`, why].filter(Boolean).join(" · ");
}
