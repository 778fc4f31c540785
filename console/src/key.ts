/** Asks the person for a key when the server wants one; everything that waits for it shares one question. */

import { signal } from "@preact/signals";
import { apiKey } from "./preferences";

let waiting: ((given: boolean) => void)[] = [];

export const keyWanted = signal(false);

export function keyFromPerson(): Promise<boolean> {
  keyWanted.value = true;
  return new Promise((resolve) => waiting.push(resolve));
}

export function answerKey(key: string | null): void {
  if (key !== null) apiKey.value = key.trim();
  keyWanted.value = false;
  const all = waiting;
  waiting = [];
  for (const resolve of all) resolve(key !== null);
}
