/** Asks for a key, or leads to where one signs in, when the server wants to know who is there. */

import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { answerKey, keyWanted } from "../key";
import { status } from "../status";

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
        <SignInLink />
        <p>{t(status.value?.sign_in ? "orKey" : "keyHint")}</p>
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

/** To the firm's identity provider, and back to where we are. */
function SignInLink() {
  const name = status.value?.sign_in;
  if (!name) return null;
  const remember = (event: MouseEvent & { currentTarget: HTMLAnchorElement }) => {
    event.currentTarget.search = `?to=${encodeURIComponent(location.hash.slice(2))}`;
  };
  return (
    <a class="primary sign-in" href="/sign-in" onClick={remember}>
      {t("signInWith", { name })}
    </a>
  );
}
