/** Times, amounts and texts as a person reads them, in the language of the page. */

import { t } from "./i18n";
import { language } from "./preferences";

function locale(): string {
  return language.value === "zh" ? "zh-CN" : "en";
}

/** `at` is ISO 8601 or microseconds since 1970. */
export function when(at: string | number): string {
  const date = asDate(at);
  if (Number.isNaN(date.getTime())) return String(at);
  const style = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(locale(), style).format(date);
}

export function day(at: string | number): string {
  const date = asDate(at);
  return Number.isNaN(date.getTime())
    ? String(at)
    : new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(date);
}

export function duration(microseconds: number): string {
  const ms = microseconds / 1000;
  return ms < 1000 ? `${count(Math.max(1, Math.round(ms)))} ms` : `${count(Math.round(ms / 100) / 10)} s`;
}

export function count(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}

/** A share in percent, with its sign where it is a difference. */
export function percent(share: number, signed = false): string {
  const value = Math.round(share * 1000) / 10;
  return `${signed && value > 0 ? "+" : ""}${String(value).replace("-", "−")} %`;
}

/** Money in millionths of a US dollar; null means that nobody knows the price, which is not the same as nothing. */
export function cost(microusd: number | null): string {
  if (microusd === null) return t("costUnknown");
  if (microusd === 0) return t("costNothing");
  return `US$ ${(microusd / 1_000_000).toFixed(microusd < 10_000 ? 6 : 4)}`;
}

export function dollars(usd: number): string {
  return `US$ ${new Intl.NumberFormat(locale(), { maximumFractionDigits: 6 }).format(usd)}`;
}

export function size(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  return `${count(Math.round((bytes / 1024 ** power) * 10) / 10)} ${units[power]}`;
}

/** The end of an id: ids begin with the time, so their beginnings look alike. */
export function shortId(id: string): string {
  return id.length <= 8 ? id : `…${id.slice(-6)}`;
}

export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path;
}

/** The language to set a text in: decides which shapes of Han characters a browser picks. */
export function languageOf(text: string): string | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "ja";
  if (/\p{Script=Hangul}/u.test(text)) return "ko";
  if (/\p{Script=Han}/u.test(text)) return "zh-Hans";
  return /\p{Script=Latin}/u.test(text) ? "en" : undefined;
}

function asDate(at: string | number): Date {
  return new Date(typeof at === "number" ? at / 1000 : at);
}
