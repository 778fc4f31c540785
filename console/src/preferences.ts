/** What a person chose for this browser: language, theme, and the key for this tab. */

import { computed, effect, type Signal, signal } from "@preact/signals";

export type Language = "zh" | "en";
export type Theme = "auto" | "light" | "dark";

/** Null in a frame whose origin is nobody's: there a choice lasts as long as the page. */
const [kept, keptForTab] = [storageOf("localStorage"), storageOf("sessionStorage")];

export const chosenLanguage = remembered<Language | "auto">("wainao.language", "auto", ["auto", "zh", "en"]);
export const theme = remembered<Theme>("wainao.theme", "auto", ["auto", "light", "dark"]);

/** What the installation is set to; "auto" leaves it to each browser. */
export const serverLanguage = signal<Language | "auto">("auto");

export const language = computed<Language>(() => {
  const asked = [chosenLanguage.value, serverLanguage.value].find((one) => one !== "auto");
  return asked ?? ofBrowser(navigator.languages);
});

/** Lives as long as the tab: a key must not lie about in a browser's profile. */
export const apiKey = signal(keptForTab?.getItem("wainao.key") ?? "");

export function ofBrowser(languages: readonly string[]): Language {
  const first = languages.find((tag) => /^(zh|en)\b/i.test(tag));
  return first !== undefined && /^zh/i.test(first) ? "zh" : "en";
}

/** Keeps the page's root in step with the preferences. */
export function applyPreferences(): void {
  effect(() => {
    document.documentElement.lang = language.value === "zh" ? "zh-Hans" : "en";
  });
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
  effect(() => {
    if (apiKey.value) keptForTab?.setItem("wainao.key", apiKey.value);
    else keptForTab?.removeItem("wainao.key");
  });
}

function remembered<T extends string>(name: string, otherwise: T, allowed: readonly T[]): Signal<T> {
  const stored = (kept?.getItem(name) ?? null) as T | null;
  const value = signal(stored !== null && allowed.includes(stored) ? stored : otherwise);
  effect(() => kept?.setItem(name, value.value));
  return value;
}

function storageOf(name: "localStorage" | "sessionStorage"): Storage | null {
  try {
    return window[name];
  } catch {
    return null;
  }
}
