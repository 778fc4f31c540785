/** Asks for a word why before something is done that goes on record. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "./i18n";

interface Properties {
  /** What the word is about. */
  label: string;
  /** What the button says. */
  does: string;
  required?: boolean;
  note?: string;
  run: (why: string) => void;
  close: () => void;
}

export function WhyForm({ label, does, required = false, note, run, close }: Properties) {
  const why = useSignal("");
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    close();
    run(why.value.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    close();
  };
  return (
    <form class="correct" onSubmit={send} onKeyDown={onKeyDown}>
      <label>
        {label}
        <input
          ref={box}
          type="text"
          required={required}
          value={why.value}
          onInput={(event) => (why.value = event.currentTarget.value)}
        />
      </label>
      <div class="actions">
        <button type="submit" class="primary" disabled={required && why.value.trim() === ""}>
          {does}
        </button>
        <button type="button" class="quiet" onClick={close}>
          {t("cancel")}
        </button>
        {note && <span class="note">{note}</span>}
      </div>
    </form>
  );
}
