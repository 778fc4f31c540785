/** What the states and steps of releases are called, and who is asked. */

import type { Release, ReleaseEvent, Run, Target } from "../api";
import { type Key, t } from "../i18n";

type State = Release["state"];

/** Which corrections have a say in a run. */
export const CORRECTIONS: Record<Run["corrections"], Key> = {
  standing: "correctionsStanding",
  trial: "correctionsTrial",
  off: "withoutCorrections",
};

const STATES: Record<State, Key> = {
  made: "releaseMade",
  passed: "releasePassed",
  blocked: "releaseBlocked",
  overridden: "releaseOverridden",
  canary: "releaseCanary",
  running: "releaseRunning",
  replaced: "releaseReplaced",
  withdrawn: "releaseWithdrawn",
};

const STEPS: Record<ReleaseEvent["kind"], Key> = {
  made: "didMake",
  passed: "didPass",
  blocked: "didBlock",
  overridden: "didOverride",
  canary: "didCanary",
  promoted: "didPromote",
  replaced: "didReplace",
  restored: "didRestore",
  "rolled-back": "didRollBack",
};

const COLOURS: Partial<Record<State, string>> = {
  passed: "ok",
  running: "ok",
  blocked: "blocked",
  overridden: "waiting",
  canary: "waiting",
};

export function stateOf({ state }: Release): { word: string; colour: string } {
  return { word: t(STATES[state]), colour: COLOURS[state] ?? "" };
}

export function stepWord(kind: ReleaseEvent["kind"]): string {
  return t(STEPS[kind]);
}

/** The server calls a release by its name and version. */
export function labelOf({ name, version }: Release): string {
  return `${name}@${version}`;
}

export function targetWord({ capability, route, bases }: Target): string {
  const asked =
    capability === "models:chat" ? t("askModel") : capability === "knowledge:ask" ? t("askDocuments") : capability;
  return [asked, route, bases?.join(", ")].filter(Boolean).join(" · ");
}
