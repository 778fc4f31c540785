/** What can be done with keys alone: in the settings, and in a dialog that "?" opens anywhere. */

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Key, t } from "../i18n";

const SHORTCUTS: readonly (readonly [keys: string, what: Key])[] = [
  ["?", "shortcutThis"],
  ["/", "shortcutAsk"],
  ["Enter", "shortcutSend"],
  ["Shift Enter", "shortcutLine"],
  ["← →", "shortcutCitations"],
  ["Ctrl Enter", "shortcutSave"],
  ["j k", "shortcutQueue"],
  ["c d", "shortcutDecide"],
  ["Esc", "shortcutClose"],
];

export const shortcutsShown = signal(false);

export function ShortcutList() {
  return (
    <dl class="facts">
      {SHORTCUTS.map(([keys, what]) => (
        <>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{t(what)}</dd>
        </>
      ))}
    </dl>
  );
}

export function ShortcutDialog() {
  return shortcutsShown.value ? <Shown /> : null;
}

function Shown() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="shortcuts" onClose={() => (shortcutsShown.value = false)}>
      <form method="dialog">
        <h2 id="shortcuts">{t("shortcuts")}</h2>
        <ShortcutList />
        <div class="actions">
          <button type="submit" class="quiet">
            {t("close")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
