/** What the states and steps of releases are called, and who is asked. */

import type { Release, ReleaseEvent, Target } from "../api";
import { type Key, t } from "../i18n";

type State = Release["state"];

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
  return [capability, route, bases?.join(", ")].filter(Boolean).join(" · ");
}

/** Everything about who is asked that a person does not choose here is as the server would have it. */
export function targetOf(capability: string, route: string): Target {
  return { capability, route, bases: null, system: "", max_tokens: null, temperature: null };
}
