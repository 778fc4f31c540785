/** Short messages: what just happened, spoken to screen readers too, sometimes with a way back. */

import { signal } from "@preact/signals";
import { faultLine } from "./faults";

export interface Notice {
  id: number;
  text: string;
  bad: boolean;
  action: { label: string; run: () => void } | null;
}

export const notices = signal<Notice[]>([]);

/** What a screen reader says although nothing new stands on the screen as a notice. */
export const spoken = signal("");

const SHOWN_MS = 8_000;
let last = 0;

export function notify(text: string, action: Notice["action"] = null): void {
  add({ id: ++last, text, bad: false, action });
}

export function complain(error: unknown): void {
  add({ id: ++last, text: faultLine(error), bad: true, action: null });
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

function add(notice: Notice): void {
  notices.value = [...notices.value.slice(-2), notice];
  setTimeout(() => dismiss(notice.id), SHOWN_MS);
}
