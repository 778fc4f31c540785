/** Sets what lets calls in. It goes to the server once, and comes back from nowhere. */

import { useSignal } from "@preact/signals";
import { call } from "../../client";
import { type Key, t } from "../../i18n";
import { complain, notify } from "../../notices";
import { isAdmin } from "../../status";

interface Properties {
  box: string;
  scheme: string;
  done: () => void;
  close: () => void;
}

type Kind = "key" | "password" | "client";

/** The fields of each kind: the input's name, what it is called, and whether it is hidden while it is typed. */
const KINDS = {
  key: { name: "secretKey", fields: [["value", "secretKey", true]] },
  password: {
    name: "namePassword",
    fields: [
      ["username", "userName", false],
      ["password", "password", true],
    ],
  },
  client: {
    name: "oauthClient",
    fields: [
      ["client_id", "clientId", false],
      ["client_secret", "clientSecret", true],
    ],
  },
} as const satisfies Record<Kind, { name: Key; fields: readonly (readonly [string, Key, boolean])[] }>;

export function SecretForm({ box, scheme, done, close }: Properties) {
  const kind = useSignal<Kind>("key");
  const own = useSignal(!isAdmin.value);
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const secret = Object.fromEntries(KINDS[kind.value].fields.map(([name]) => [name, String(form.get(name) ?? "")]));
    try {
      await call("tools:credential", { box, scheme, own: own.value, ...secret });
      notify(t("secretSet"));
      done();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <form class="correct" autocomplete="off" onSubmit={(event) => void save(event)}>
      <div class="fields">
        <label>
          {t("kind")}
          <select value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value as Kind)}>
            {(Object.keys(KINDS) as Kind[]).map((one) => (
              <option key={one} value={one}>
                {t(KINDS[one].name)}
              </option>
            ))}
          </select>
        </label>
        {KINDS[kind.value].fields.map(([name, word, hidden]) => (
          <label key={name}>
            {t(word)}
            {hidden ? (
              <input name={name} required={name !== "client_secret"} type="password" autocomplete="new-password" />
            ) : (
              <input name={name} required autocomplete="off" spellcheck={false} />
            )}
          </label>
        ))}
      </div>
      {isAdmin.value && (
        <label class="tick">
          <input type="checkbox" checked={own.value} onChange={(event) => (own.value = event.currentTarget.checked)} />
          {t("ownCallsOnly")}
        </label>
      )}
      <div class="actions">
        <button type="submit" class="primary">
          {t("save")}
        </button>
        <button type="button" class="quiet" onClick={close}>
          {t("cancel")}
        </button>
        <span class="note">{t("keyNote")}</span>
      </div>
    </form>
  );
}
