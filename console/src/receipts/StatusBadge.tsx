/** How a call ended, in a word and a colour. */

import { type Key, t } from "../i18n";

const WORDS: Record<string, Key> = {
  ok: "statusOk",
  denied: "statusDenied",
  waiting: "statusWaiting",
  blocked: "statusBlocked",
  budget: "statusBudget",
  failed: "statusFailed",
  cancelled: "statusCancelled",
  timed_out: "statusTimedOut",
  crashed: "statusCrashed",
  open: "statusOpen",
};

export const STATUSES = Object.keys(WORDS);

export function statusWord(status: string): string {
  const key = WORDS[status];
  return key === undefined ? status : t(key);
}

export function StatusBadge({ status }: { status: string }) {
  return <span class={`state ${status}`}>{statusWord(status)}</span>;
}
