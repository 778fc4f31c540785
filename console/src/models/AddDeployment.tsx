/** Says where a model is reached. The key goes to the server once, and never comes back. */

import { useSignal } from "@preact/signals";
import type { Input, ProviderRow } from "../api";
import { call } from "../client";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { complain, notify } from "../notices";
import { language } from "../preferences";
import { Trouble } from "../Trouble";
import { servesWord } from "./kinds";

export function AddDeployment({ saved }: { saved: () => void }) {
  const shown = useSignal(false);
  return (
    <details class="new" open={shown.value} onToggle={(event) => (shown.value = event.currentTarget.open)}>
      <summary>{t("addDeployment")}</summary>
      {shown.value && (
        <Fields
          saved={() => {
            shown.value = false;
            saved();
          }}
        />
      )}
    </details>
  );
}

function Fields({ saved }: { saved: () => void }) {
  const { value, error } = useLoaded((stop) => call("providers:list", {}, stop), []).value;
  const provider = useSignal("openai-compatible");
  const busy = useSignal(false);
  const chosen = value?.providers.find((one) => one.name === provider.value);
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    busy.value = true;
    try {
      const input = given(new FormData(event.currentTarget as HTMLFormElement));
      await call("deployments:add", input);
      notify(t("deploymentAdded", { name: input.name }));
      saved();
    } catch (error) {
      complain(error);
    }
    busy.value = false;
  };
  return (
    <form class="correct" autocomplete="off" onSubmit={(event) => void add(event)}>
      <Trouble error={error} />
      <div class="fields">
        <label class="wide">
          {t("provider")}
          <select
            name="provider"
            value={provider.value}
            onChange={(event) => (provider.value = event.currentTarget.value)}
          >
            {value?.providers.map((one) => (
              <option key={one.name} value={one.name}>
                {one[language.value]}
              </option>
            ))}
          </select>
        </label>
        <label class="wide">
          {t("modelAtProvider")}
          <input name="model" required spellcheck={false} placeholder="qwen3:8b" />
        </label>
        <label class="wide">
          {t("nameHere")}
          <input name="name" required spellcheck={false} pattern="[A-Za-z0-9][A-Za-z0-9._:\/@\-]{0,127}" />
        </label>
        <label class="wide">
          {t("address")}
          <input
            name="base_url"
            type="url"
            spellcheck={false}
            required={chosen !== undefined && chosen.base_url === ""}
            placeholder={chosen?.base_url || "http://127.0.0.1:11434/v1"}
          />
        </label>
        <label class="wide">
          {t("providerKey")}
          <input name="api_key" type="password" autocomplete="off" spellcheck={false} />
        </label>
        <Work provider={chosen} />
        <label>
          {t("usdIn")}
          <input name="usd_per_million_in" type="number" min="0" step="any" />
        </label>
        <label>
          {t("usdOut")}
          <input name="usd_per_million_out" type="number" min="0" step="any" />
        </label>
      </div>
      <div class="actions">
        <button type="submit" class="primary" disabled={busy.value || chosen === undefined}>
          {t("save")}
        </button>
        <span class="note">{t("keyNote")}</span>
      </div>
    </form>
  );
}

function Work({ provider }: { provider: ProviderRow | undefined }) {
  return (
    <label>
      {t("serves")}
      <select name="serves">
        {provider?.offers.map((kind) => (
          <option key={kind} value={kind}>
            {servesWord(kind)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What was filled in; an empty price is one that nobody knows. */
function given(form: FormData): Input<"deployments:add"> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const number = (name: string) => (text(name) === "" ? null : Number(text(name)));
  return {
    name: text("name"),
    model: text("model"),
    provider: text("provider"),
    base_url: text("base_url"),
    serves: [text("serves") as ProviderRow["offers"][number]],
    api_key: text("api_key"),
    usd_per_million_in: number("usd_per_million_in"),
    usd_per_million_out: number("usd_per_million_out"),
  };
}
