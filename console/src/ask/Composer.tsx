/** Where words are typed and sent. Enter sends, Shift+Enter breaks the line; Enter that ends a Chinese word does neither. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { Icon } from "../icons";

interface Properties {
  id: string;
  label: string;
  placeholder: string;
  sendLabel: string;
  /** What stands in it when it is opened. */
  initial?: string;
  /** Whether something can be sent at all. */
  ready?: boolean;
  busy: boolean;
  send: (text: string) => void;
  stop: () => void;
  /** What stands at the foot of the box, before the button. */
  children: ComponentChildren;
}

export function Composer(properties: Properties) {
  const { id, label, placeholder, sendLabel, initial = "", ready = true, busy, send, stop, children } = properties;
  const text = useSignal(initial);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);

  const submit = (event: Event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (words === "" || !ready) return;
    text.value = "";
    send(words);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Safari ends a composition before it reports the Enter that ended it; only keyCode 229 tells.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    submit(event);
  };

  return (
    <form class="askbox" onSubmit={submit}>
      <label class="unseen" for={id}>
        {label}
      </label>
      <textarea
        id={id}
        ref={box}
        rows={Math.min(6, text.value.split("\n").length)}
        value={text.value}
        placeholder={placeholder}
        enterkeyhint="send"
        onInput={(event) => (text.value = event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="askbox-foot">
        {children}
        {busy ? (
          <button type="button" class="round" aria-label={t("stop")} title={t("stop")} onClick={stop}>
            <Icon name="stop" />
          </button>
        ) : (
          <button
            type="submit"
            class="round"
            aria-label={sendLabel}
            title={sendLabel}
            disabled={text.value.trim() === "" || !ready}
          >
            <Icon name="send" />
          </button>
        )}
      </div>
    </form>
  );
}
