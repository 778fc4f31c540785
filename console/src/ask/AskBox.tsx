/** Where a question is typed. Enter asks, Shift+Enter breaks the line; Enter that ends a Chinese word does neither. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { Icon } from "../icons";
import { bases, status } from "../status";
import { ask, askedBase, asking, stop, strict } from "./turns";

/** Set by "/" from anywhere in the page. */
export const ASK_BOX_ID = "question";

export function AskBox() {
  const text = useSignal("");
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);

  const send = (event: Event) => {
    event.preventDefault();
    const question = text.value.trim();
    if (question === "") return;
    text.value = "";
    ask(question);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Safari ends a composition before it reports the Enter that ended it; only keyCode 229 tells.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    send(event);
  };

  return (
    <form class="askbox" onSubmit={send}>
      <label class="unseen" for={ASK_BOX_ID}>
        {t("yourQuestion")}
      </label>
      <textarea
        id={ASK_BOX_ID}
        ref={box}
        rows={Math.min(6, text.value.split("\n").length)}
        value={text.value}
        placeholder={t("askPlaceholder")}
        enterkeyhint="send"
        onInput={(event) => (text.value = event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="askbox-foot">
        <BasePicker />
        {status.value?.model && (
          <label class="tick" title={t("strictHint")}>
            <input
              type="checkbox"
              checked={strict.value}
              onChange={(event) => (strict.value = event.currentTarget.checked)}
            />
            {t("strict")}
          </label>
        )}
        <span class="space" />
        <kbd class="hint">/</kbd>
        {asking.value ? (
          <button type="button" class="round" aria-label={t("stop")} title={t("stop")} onClick={stop}>
            <Icon name="stop" />
          </button>
        ) : (
          <button
            type="submit"
            class="round"
            aria-label={t("ask")}
            title={t("ask")}
            disabled={text.value.trim() === ""}
          >
            <Icon name="send" />
          </button>
        )}
      </div>
    </form>
  );
}

function BasePicker() {
  const known = bases.value ?? [];
  if (known.length < 2) return null;
  return (
    <label class="pick">
      <Icon name="layers" />
      <span class="unseen">{t("base")}</span>
      <select value={askedBase.value ?? ""} onChange={(event) => (askedBase.value = event.currentTarget.value || null)}>
        <option value="">{t("allBases")}</option>
        {known.map((base) => (
          <option key={base.name} value={base.name}>
            {base.name}
          </option>
        ))}
      </select>
    </label>
  );
}
