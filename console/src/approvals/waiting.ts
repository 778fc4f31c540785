/** How many calls wait for a person: asked when somebody looks at the page, for every asking leaves a receipt. */

import { effect, signal } from "@preact/signals";
import { call } from "../client";
import { view } from "../route";
import { isAdmin } from "../status";

export const waitingCalls = signal(0);

const OFTEN_ENOUGH_MS = 60_000;
let lastMs = -OFTEN_ENOUGH_MS;

export async function countWaiting(): Promise<void> {
  lastMs = performance.now();
  try {
    waitingCalls.value = (await call("approvals:list", { state: "waiting" })).approvals.length;
  } catch {
    // The page of approvals says what is wrong.
  }
}

/** Counts when another view is opened, or the page is looked at again; never behind a person's back. */
export function keepCounting(): void {
  effect(() => {
    if (isAdmin.value && view.value) countIfDue();
  });
  addEventListener("visibilitychange", () => {
    if (isAdmin.peek() && document.visibilityState === "visible") countIfDue();
  });
}

function countIfDue(): void {
  if (performance.now() - lastMs >= OFTEN_ENOUGH_MS) void countWaiting();
}
