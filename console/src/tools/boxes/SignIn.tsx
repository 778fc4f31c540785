/** Signs in where a toolbox is: its page opens in a window of its own, and what that ends at is pasted here. */

import { useSignal } from "@preact/signals";
import { call } from "../../client";
import { when } from "../../formats";
import { t } from "../../i18n";
import { complain, notify } from "../../notices";

interface Properties {
  box: string;
  scheme: string;
  done: () => void;
  close: () => void;
}

interface Begun {
  url: string;
  until_s: number;
}

export function SignIn({ box, scheme, done, close }: Properties) {
  const redirect = useSignal(`${location.origin}/`);
  const returned = useSignal("");
  const begun = useSignal<Begun | null>(null);
  const begin = async () => {
    try {
      begun.value = await call("tools:sign-in", { box, scheme, redirect_uri: redirect.value });
    } catch (error) {
      complain(error);
    }
  };
  const finish = async () => {
    try {
      await call("tools:signed-in", { returned: returned.value.trim() });
      notify(t("signedIn"));
      done();
    } catch (error) {
      complain(error);
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void (begun.value === null ? begin() : finish());
  };
  return (
    <form class="correct" autocomplete="off" onSubmit={submit}>
      {begun.value === null ? (
        <label>
          {t("redirectUri")}
          <input
            type="url"
            required
            spellcheck={false}
            value={redirect.value}
            onInput={(event) => (redirect.value = event.currentTarget.value)}
          />
        </label>
      ) : (
        <>
          <p>
            <SignInLink {...begun.value} />
          </p>
          <label>
            {t("returnedTo")}
            <input
              required
              type="password"
              autocomplete="off"
              spellcheck={false}
              value={returned.value}
              onInput={(event) => (returned.value = event.currentTarget.value)}
            />
          </label>
        </>
      )}
      <div class="actions">
        <button type="submit" class="primary">
          {t(begun.value === null ? "beginSignIn" : "finishSignIn")}
        </button>
        <button type="button" class="quiet" onClick={close}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}

/** The address comes out of a description that anybody may have written: it is a link only where it leads to the web. */
function SignInLink({ url, until_s }: Begun) {
  const until = <span class="faint"> {t("until", { day: when(until_s * 1_000_000) })}</span>;
  if (!/^https?:\/\//i.test(url)) return <code>{url}</code>;
  return (
    <>
      <a href={url} target="_blank" rel="noopener noreferrer">
        {t("openSignIn", { host: new URL(url).host })}
      </a>
      {until}
    </>
  );
}
