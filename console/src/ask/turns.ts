/** The conversation: every question asked in this tab, with its answer while it comes and once it is there. */

import { computed, effect, signal } from "@preact/signals";
import type { AnswerReply, Reply, Ruling } from "../api";
import { type ApiError, call, stream } from "../client";
import { t } from "../i18n";
import { complain, notify, spoken } from "../notices";
import { told } from "../told";

export interface Turn {
  id: number;
  question: string;
  base: string | null;
  strict: boolean;
  phase: "asking" | "done" | "failed" | "stopped";
  text: string;
  reply: AnswerReply | null;
  error: ApiError | null;
  /** Somebody said of this answer that it is not right. */
  queued?: boolean;
}

/** Survives a reload, and ends with its tab. */
const KEPT = "wainao.turns";
const MAX_KEPT = 20;

export const turns = signal<Turn[]>(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));

effect(() => {
  const settled = turns.value.filter((turn) => turn.phase === "done").slice(-MAX_KEPT);
  sessionStorage.setItem(KEPT, JSON.stringify(settled));
});

/** The knowledge base to ask; null means all of them. */
export const askedBase = signal<string | null>(null);
export const strict = signal(false);

export const asking = computed(() => turns.value.some((turn) => turn.phase === "asking"));

const running = new Map<number, AbortController>();
let last = turns.peek().at(-1)?.id ?? 0;

export function ask(question: string): void {
  const id = ++last;
  const turn: Turn = {
    id,
    question,
    base: askedBase.value,
    strict: strict.value,
    phase: "asking",
    text: "",
    reply: null,
    error: null,
  };
  turns.value = [...turns.value, turn];
  void answer(id);
}

/** Asks the same question again, in place. */
export async function answer(id: number): Promise<void> {
  const turn = turns.value.find((known) => known.id === id);
  if (turn === undefined) return;
  const control = new AbortController();
  running.get(id)?.abort();
  running.set(id, control);
  change(id, { phase: "asking", text: "", error: null, queued: false });
  spoken.value = t("searching");
  try {
    const input = { question: turn.question, bases: turn.base === null ? null : [turn.base], strict: turn.strict };
    const text = (piece: string) => change(id, { text: find(id).text + piece });
    const reply = await stream("knowledge:ask", input, { text }, control.signal);
    change(id, { phase: "done", reply });
    spoken.value = reply.answer;
  } catch (error) {
    if (running.get(id) !== control) return;
    if (control.signal.aborted) change(id, { phase: "stopped", reply: null });
    else change(id, { phase: "failed", reply: null, error: error as ApiError });
  } finally {
    if (running.get(id) === control) running.delete(id);
  }
}

export function stop(): void {
  for (const control of running.values()) control.abort();
}

export function clear(): void {
  stop();
  turns.value = [];
}

/** A correction was saved: ask again at once, and offer the way back. */
export async function corrected(id: number, said: Reply<"corrections:propose">): Promise<void> {
  const { correction, status, conflicts } = said;
  if (conflicts.length > 0) notify(t("contradicts", { n: conflicts.length }));
  if (status !== "standing") return notify(t("correctionProposed"));
  await answer(id);
  notify(t("correctionSaved"), { label: t("undo"), run: () => void revoke(id, correction) });
}

export async function revoke(id: number, correction: string): Promise<void> {
  try {
    await call("corrections:revoke", { correction });
    await answer(id);
    notify(t("correctionRevoked"));
  } catch (error) {
    complain(error);
  }
}

/** The answer is not right, and whoever says so need not know what is. */
export async function dissatisfied(id: number, receipt: string, why: string): Promise<void> {
  try {
    await call("corrections:dissatisfied", { receipt, why });
    change(id, { queued: true });
    notify(t("queued"));
  } catch (error) {
    complain(error);
  }
}

/** The person says that a corrected question means the same as this one. */
export async function sameAs(id: number, ruling: Ruling): Promise<void> {
  try {
    const input = { correction: ruling.id, question: find(id).question };
    const { status, differs } = await call("corrections:alias", input);
    if (status !== "standing") return notify(t("correctionProposed"));
    await answer(id);
    notify(differs ? t("aliasDiffers", { differs: told(differs) }) : t("aliasSaved"));
  } catch (error) {
    complain(error);
  }
}

export function differs(id: number, ruling: Ruling): void {
  const reply = find(id).reply;
  if (reply) change(id, { reply: { ...reply, related: reply.related.filter((other) => other.id !== ruling.id) } });
}

function find(id: number): Turn {
  const turn = turns.value.find((known) => known.id === id);
  if (turn === undefined) throw new Error(`There is no turn ${id}.`);
  return turn;
}

function change(id: number, part: Partial<Turn>): void {
  turns.value = turns.value.map((turn) => (turn.id === id ? { ...turn, ...part } : turn));
}
