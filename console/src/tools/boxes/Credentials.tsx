/** What lets a toolbox's calls in: which there is, never what it is; set, taken away, or had by signing in. */

import { useSignal } from "@preact/signals";
import type { Credential, Toolbox } from "../../api";
import { call } from "../../client";
import { when } from "../../formats";
import { t } from "../../i18n";
import { useLoaded } from "../../load";
import { complain, notify } from "../../notices";
import { authorName, isAdmin } from "../../status";
import { SureButton } from "../../SureButton";
import { Trouble } from "../../Trouble";
import { SecretForm } from "./SecretForm";
import { SignIn } from "./SignIn";

export function Credentials({ box }: { box: Toolbox }) {
  const loaded = useLoaded((stop) => call("tools:credentials", { box: box.name }, stop), [box.name, box.version]);
  const { value, error } = loaded.value;
  return (
    <section>
      <h3>{t("credentials")}</h3>
      <p class="note">{t("credentialsNote")}</p>
      <Trouble error={error} />
      <ul class="rows">
        {box.schemes.map((scheme) => (
          <Scheme
            key={scheme}
            box={box.name}
            scheme={scheme}
            signsIn={box.sign_ins.includes(scheme)}
            held={value?.credentials.filter((one) => one.scheme === scheme) ?? []}
            changed={loaded.reload}
          />
        ))}
      </ul>
    </section>
  );
}

interface Properties {
  box: string;
  scheme: string;
  /** A person signs in by it. */
  signsIn: boolean;
  held: readonly Credential[];
  changed: () => void;
}

function Scheme({ box, scheme, signsIn, held, changed }: Properties) {
  const doing = useSignal<"set" | "sign" | null>(null);
  const done = () => {
    doing.value = null;
    changed();
  };
  return (
    <li class="scheme">
      <span class="entry">
        <strong>
          <code>{scheme}</code>
        </strong>
        {held.length === 0 && <span class="state">{t("notSet")}</span>}
      </span>
      <div class="actions">
        <button type="button" class="quiet" onClick={() => (doing.value = "set")}>
          {t("setSecret")}
        </button>
        {signsIn && (
          <button type="button" class="quiet" onClick={() => (doing.value = "sign")}>
            {t("signIn")}
          </button>
        )}
      </div>
      {held.map((one) => (
        <Held key={one.actor} one={one} changed={changed} />
      ))}
      {doing.value === "set" && <SecretForm box={box} scheme={scheme} done={done} close={() => (doing.value = null)} />}
      {doing.value === "sign" && <SignIn box={box} scheme={scheme} done={done} close={() => (doing.value = null)} />}
    </li>
  );
}

function Held({ one, changed }: { one: Credential; changed: () => void }) {
  const own = one.actor !== "";
  const forget = async () => {
    try {
      await call("tools:forget-credential", { box: one.box, scheme: one.scheme, own });
      notify(t("secretForgotten"));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <p class="held faint">
      <span class="state ok">{own ? authorName(one.actor) : t("everybody")}</span>
      <span>
        <code>{one.origin}</code> · {authorName(one.set_by)} · {when(one.set_us)}
      </span>
      {(own || isAdmin.value) && (
        <SureButton
          label={t("forgetSecret", { name: one.scheme })}
          title={t("forget")}
          sure={t("forgetSure")}
          icon="bin"
          run={() => void forget()}
        />
      )}
    </p>
  );
}
