/** What models are for and what their licences allow, in words. */

import type { CatalogueRow, ProviderRow } from "../api";
import { count } from "../formats";
import { type Key, t } from "../i18n";

type Kind = CatalogueRow["kind"];
export type Commercial = CatalogueRow["commercial"];

const KIND_WORDS: Record<Kind, Key> = {
  language: "kindLanguage",
  vision: "kindVision",
  embedding: "kindEmbedding",
  rerank: "kindRerank",
  speech: "kindSpeech",
  image: "kindImage",
  video: "kindVideo",
};
const COMMERCIAL_WORDS: Record<Commercial, Key> = {
  yes: "commercialYes",
  limited: "commercialLimited",
  no: "commercialNo",
  unknown: "commercialUnknown",
};

export const KINDS = Object.keys(KIND_WORDS) as Kind[];
export const COMMERCIALS = Object.keys(COMMERCIAL_WORDS) as Commercial[];

/** How a state of use looks: see `.state` in the style sheets. */
export const LOOKS: Record<Commercial, string> = { yes: "ok", limited: "waiting", no: "failed", unknown: "" };

export function kindWord(kind: Kind): string {
  return t(KIND_WORDS[kind]);
}

export function commercialWord(commercial: Commercial): string {
  return t(COMMERCIAL_WORDS[commercial]);
}

export function commercialWords(): [Commercial, string][] {
  return COMMERCIALS.map((one) => [one, commercialWord(one)]);
}

/** How large: all parameters, and how many of them work on each token. What is not known is said to be so. */
export function parameters({ billions, active_billions }: Pick<CatalogueRow, "billions" | "active_billions">): string {
  if (billions === null) return t("sizeUnknown");
  const all = `${count(billions)}B`;
  return active_billions === null ? all : t("sizeActive", { all, active: `${count(active_billions)}B` });
}

const SERVES: Record<ProviderRow["offers"][number], Key> = {
  chat: "servesChat",
  complete: "servesComplete",
  embed: "servesEmbed",
  rerank: "servesRerank",
  speech: "servesSpeech",
  transcribe: "servesTranscribe",
  image: "servesImage",
  moderate: "servesModerate",
};

export function servesWord(kind: ProviderRow["offers"][number]): string {
  return t(SERVES[kind]);
}
