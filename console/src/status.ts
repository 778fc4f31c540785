/** What the server says of itself: version, model, who we are to it; and how much there is to ask. */

import { computed, signal } from "@preact/signals";
import type { Base, Status } from "./api";
import { call, get } from "./client";
import { t } from "./i18n";
import { keyFromPerson } from "./key";
import { complain } from "./notices";
import { serverLanguage } from "./preferences";

export const status = signal<Status | null>(null);

/** The knowledge bases that we may ask; null until we know. */
export const bases = signal<Base[] | null>(null);

export const documents = computed(() => bases.value?.reduce((sum, base) => sum + base.documents, 0) ?? null);

export async function refreshStatus(): Promise<void> {
  try {
    status.value = await get<Status>("/api/status");
    serverLanguage.value = status.value.language;
    if (status.value.actor === null) return void ((await keyFromPerson()) && (await refreshStatus()));
    bases.value = (await call("knowledge:bases", {})).bases;
  } catch (error) {
    complain(error);
  }
}

export const isAdmin = computed(() => status.value?.actor?.rights.includes("admin") ?? false);

export function actorName(): string {
  const actor = status.value?.actor;
  return actor ? actor.name || actor.id : "";
}

/** Who did something as this reader would say it: they themselves are "you"; what nobody did, the system did. */
export function authorName(author: string): string {
  if (author === "system") return t("bySystem");
  const actor = status.value?.actor;
  return actor && (author === actor.id || author === actor.name) ? t("you", { name: author }) : author;
}
