/** Language, theme and key of this browser, and what this page talks to. */

import type { Signal } from "@preact/signals";
import { endSession } from "../client";
import { t } from "../i18n";
import { complain } from "../notices";
import { apiKey, chosenLanguage, theme } from "../preferences";
import { actorName, refreshStatus, status } from "../status";
import { ViewHead } from "../ViewHead";
import { ShortcutList } from "./Shortcuts";

export function SettingsView() {
  return (
    <div class="view settings">
      <ViewHead title={t("settings")} lead={t("settingsLead")} />
      <Choice
        name={t("language")}
        signal={chosenLanguage}
        choices={[
          ["auto", t("asBrowser")],
          ["zh", "中文"],
          ["en", "English"],
        ]}
      />
      <Choice
        name={t("theme")}
        signal={theme}
        choices={[
          ["auto", t("asSystem")],
          ["light", t("light")],
          ["dark", t("dark")],
        ]}
      />
      {status.value?.session ? <Session /> : <Key />}
      <Shortcuts />
      <p class="faint">
        Wainao {status.value?.version} · {actorName()} · {status.value?.model ?? t("modelOff")} ·{" "}
        <a href="/api/openapi.json" target="_blank" rel="noopener">
          OpenAPI
        </a>
      </p>
    </div>
  );
}

interface ChoiceProperties<T extends string> {
  name: string;
  signal: Signal<T>;
  choices: readonly (readonly [T, string])[];
}

function Choice<T extends string>({ name, signal, choices }: ChoiceProperties<T>) {
  return (
    <fieldset>
      <legend>{name}</legend>
      <div class="switch">
        {choices.map(([value, label]) => (
          <button
            key={value}
            type="button"
            aria-pressed={signal.value === value}
            lang={value === "zh" || value === "en" ? value : undefined}
            onClick={() => (signal.value = value)}
          >
            {label}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** Who is signed in, and the way out: with what was asked here, for the next person must not see it. */
function Session() {
  const leave = async () => {
    try {
      await endSession();
      sessionStorage.clear();
      location.reload();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <fieldset>
      <legend>{t("session")}</legend>
      <p>{t("signedInAs", { name: actorName() })}</p>
      <button type="button" class="quiet" onClick={() => void leave()}>
        {t("signOut")}
      </button>
    </fieldset>
  );
}

function Key() {
  const change = (event: Event) => {
    apiKey.value = (event.currentTarget as HTMLInputElement).value.trim();
    void refreshStatus();
  };
  return (
    <fieldset>
      <legend>{t("key")}</legend>
      <input
        type="password"
        autocomplete="off"
        spellcheck={false}
        placeholder="wk_…"
        aria-label={t("key")}
        value={apiKey.value}
        onChange={change}
      />
      <p class="faint">{t("keyHint")}</p>
    </fieldset>
  );
}

function Shortcuts() {
  return (
    <fieldset>
      <legend>{t("shortcuts")}</legend>
      <ShortcutList />
    </fieldset>
  );
}
