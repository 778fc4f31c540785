/** Where in the page we are (the address after #), and what stands open beside it. */

import { signal } from "@preact/signals";
import type { Citation } from "./api";

/** What belongs together: asking, putting right, accounting for it, the house itself. */
export const GROUPS = [
  ["ask", "documents", "models", "tools"],
  ["corrections", "releases", "approvals"],
  ["receipts", "usage"],
  ["capabilities", "settings"],
] as const;
export type View = (typeof GROUPS)[number][number];
export const VIEWS: readonly View[] = GROUPS.flat();

/** A page of a document; `label` is the citation's number in the answer that has this `receipt`. */
interface Shown {
  kind: "page";
  document: string;
  version: string;
  page: number | null;
  citation: Citation | null;
  label: string;
  receipt?: string | undefined;
}

/** What the pane beside the main column shows. */
export type Beside = Shown | { kind: "receipt"; id: string } | { kind: "card"; model: string };

export const view = signal<View>("ask");

/** What the address says after the view: which part of it. */
export const part = signal("");

/** And after that part: which thing of it. */
export const thing = signal("");

export const beside = signal<Beside | null>(null);

let opener: HTMLElement | null = null;

export function open(what: Beside): void {
  if (beside.value === null) opener = document.activeElement as HTMLElement | null;
  beside.value = what;
}

/** Closes the pane and gives the focus back to what opened it. */
export function closeBeside(): void {
  beside.value = null;
  if (opener?.isConnected) opener.focus();
  opener = null;
}

export function openCitation(citation: Citation, label: string, receipt?: string): void {
  const { document, version, page } = citation;
  open({ kind: "page", document, version, page, citation, label, receipt });
}

export function openReceipt(id: string): void {
  open({ kind: "receipt", id });
}

/** Follows the address bar: `#/documents`, `#/models/store`, `#/tools/boxes/NAME`, `#/receipts/ID`. */
export function followAddress(): void {
  const read = () => {
    const [, name, id, one] = location.hash.split("/");
    const wanted = VIEWS.find((known) => known === name) ?? "ask";
    // A citation belongs to the answer that it was opened from, a card to the store.
    if (wanted !== view.value && beside.value?.kind !== "receipt") beside.value = null;
    view.value = wanted;
    part.value = id ?? "";
    thing.value = decodeURIComponent(one ?? "");
    if (wanted === "receipts" && id) openReceipt(decodeURIComponent(id));
  };
  read();
  addEventListener("hashchange", read);
}
