/** Keys that work anywhere in the page. */

import { ASK_BOX_ID } from "./ask/AskBox";
import { beside, closeBeside, view } from "./route";
import { shortcutsShown } from "./settings/Shortcuts";

export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !isTyping(event.target)) {
      event.preventDefault();
      focusAskBox();
    } else if (event.key === "?" && !isTyping(event.target)) {
      event.preventDefault();
      shortcutsShown.value = true;
    } else if (event.key === "Escape" && document.querySelector("dialog[open]") === null) {
      if (beside.value !== null) closeBeside();
      else (document.activeElement as HTMLElement | null)?.blur();
    }
  });
}

function focusAskBox(): void {
  if (view.value !== "ask") location.hash = "#/ask";
  requestAnimationFrame(() => document.getElementById(ASK_BOX_ID)?.focus());
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
