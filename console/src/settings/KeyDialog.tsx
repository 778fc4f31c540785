/** Asks for a key when the server wants to know who is there. */

import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { answerKey, keyWanted } from "../key";

export function KeyDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const wanted = keyWanted.value;
  useEffect(() => {
    if (wanted) dialog.current?.showModal();
    else dialog.current?.close();
  }, [wanted]);
  const save = (event: Event) => {
    event.preventDefault();
    const key = box.current?.value.trim() ?? "";
    if (key !== "") answerKey(key);
  };
  return (
    <dialog ref={dialog} aria-labelledby="key-title" onClose={() => keyWanted.peek() && answerKey(null)}>
      <form onSubmit={save}>
        <h2 id="key-title">{t("keyWanted")}</h2>
        <p>{t("keyHint")}</p>
        <label for="key-box" class="unseen">
          {t("key")}
        </label>
        <input id="key-box" ref={box} type="password" autocomplete="off" spellcheck={false} placeholder="wk_…" />
        <div class="actions">
          <button type="submit" class="primary">
            {t("enter")}
          </button>
          <button type="button" class="quiet" onClick={() => answerKey(null)}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
