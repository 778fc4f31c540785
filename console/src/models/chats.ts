/** The conversation with one model, or with two at once: what was asked, and what each said, as it comes. */

import { computed, signal } from "@preact/signals";
import type { Reply as Answered, Receipt, Usage } from "../api";
import { ApiError, call, stream } from "../client";
import { t } from "../i18n";
import { complain, notify, spoken } from "../notices";
import type { Said as Compared, Message } from "../schema";

/** What one model said to one question. `written` says who answered, `usage` what its receipt says; both come last. */
export interface Said {
  model: string;
  phase: "writing" | "done" | "failed" | "stopped";
  text: string;
  /** What else there is to know of the reply: a refusal, or that it was cut short. */
  caution: string;
  written: Pick<Answered<"models:chat">, "origin" | "correction" | "model"> | null;
  receipt: string | null;
  usage: Usage | null;
  error: ApiError | null;
}

/** One question. Where two models were asked, `comparison` is what a vote names, `chosen` the receipt of the better one. */
export interface Exchange {
  id: number;
  question: string;
  replies: Said[];
  comparison: string | null;
  chosen: string | null;
}

export const exchanges = signal<Exchange[]>([]);
export const chatting = computed(() =>
  exchanges.value.some(({ replies }) => replies.some(({ phase }) => phase === "writing")),
);

const NOTHING: Said = {
  model: "",
  phase: "writing",
  text: "",
  caution: "",
  written: null,
  receipt: null,
  usage: null,
  error: null,
};

let control = new AbortController();
let last = 0;

/** Goes on with the conversation, or asks two models this one question beside each other. */
export function say(question: string, models: readonly string[]): void {
  const id = ++last;
  const replies = models.map((model): Said => ({ ...NOTHING, model }));
  exchanges.value = [...exchanges.value, { id, question, replies, comparison: null, chosen: null }];
  control = new AbortController();
  if (models.length > 1) void compare(id, question, models, control.signal);
  else void answer(id, control.signal);
}

export function stopChat(): void {
  control.abort();
}

export function clearChat(): void {
  stopChat();
  exchanges.value = [];
}

/** The person says which of two answers is better; it is kept as what people prefer. */
export async function prefer({ id, comparison }: Exchange, receipt: string): Promise<void> {
  if (comparison === null) return;
  try {
    await call("models:vote", { comparison, chosen: receipt });
    changeExchange(id, () => ({ chosen: receipt }));
    notify(t("voted"));
  } catch (error) {
    complain(error);
  }
}

async function answer(id: number, stop: AbortSignal): Promise<void> {
  const { model } = find(id).replies[0]!;
  const text = (piece: string) => change(id, 0, (said) => ({ text: said.text + piece }));
  try {
    const input = { model, messages: conversation(id), stream: true };
    const reply = await stream("models:chat", input, { text }, stop);
    const caution = reply.refusal ?? (reply.finish_reason === "length" ? t("cutShort") : "");
    change(id, 0, () => ({ phase: "done", text: reply.text, caution, written: reply, receipt: reply.receipt }));
    spoken.value = reply.text;
    await count(id, 0, reply.receipt);
  } catch (error) {
    fail(id, 0, stop, error as ApiError);
  }
}

async function compare(id: number, question: string, models: readonly string[], stop: AbortSignal): Promise<void> {
  try {
    const { comparison, answers } = await call("models:compare", { question, models: [...models] }, stop);
    changeExchange(id, () => ({ comparison }));
    await Promise.all(answers.map((said, lane) => settle(id, lane, said)));
  } catch (error) {
    for (const lane of models.keys()) fail(id, lane, stop, error as ApiError);
  }
}

async function settle(id: number, lane: number, { text, receipt, model, failed }: Compared): Promise<void> {
  if (failed !== "") {
    const error = new ApiError("engine", failed, receipt || null);
    return change(id, lane, () => ({ phase: "failed", error }));
  }
  change(id, lane, () => ({ phase: "done", text, receipt }));
  const corrected = (await count(id, lane, receipt))?.correction != null;
  const written = { origin: corrected ? "human" : "model", correction: null, model } as const;
  change(id, lane, () => ({ written }));
}

/** What it used and cost stands on its receipt. */
async function count(id: number, lane: number, receipt: string): Promise<Receipt | null> {
  try {
    const shown = await call("receipts:show", { receipt });
    change(id, lane, () => ({ usage: shown.usage }));
    return shown;
  } catch (error) {
    complain(error);
    return null;
  }
}

function fail(id: number, lane: number, stop: AbortSignal, error: ApiError): void {
  change(id, lane, () => (stop.aborted ? { phase: "stopped" } : { phase: "failed", error }));
}

/** What a model is told: the questions so far with their answers, of two that were compared the better one. */
function conversation(id: number): Message[] {
  const before = exchanges.value.filter((exchange) => exchange.id < id);
  const told = before.flatMap(({ question, replies, chosen }): Message[] => {
    const best = replies.find(({ receipt }) => receipt !== null && receipt === chosen) ?? replies[0];
    if (best?.phase !== "done") return [];
    return [turn("user", question), turn("assistant", best.text)];
  });
  return [...told, turn("user", find(id).question)];
}

function turn(role: "user" | "assistant", content: string): Message {
  return { role, content, name: null, tool_calls: [], tool_call_id: null, more: {} };
}

function find(id: number): Exchange {
  const exchange = exchanges.value.find((known) => known.id === id);
  if (exchange === undefined) throw new Error(`There is no exchange ${id}.`);
  return exchange;
}

/** Changes one reply; nothing when the conversation was cleared meanwhile. */
function change(id: number, lane: number, part: (said: Said) => Partial<Said>): void {
  changeExchange(id, ({ replies }) => ({
    replies: replies.map((said, at) => (at === lane ? { ...said, ...part(said) } : said)),
  }));
}

function changeExchange(id: number, part: (exchange: Exchange) => Partial<Exchange>): void {
  exchanges.value = exchanges.value.map((exchange) =>
    exchange.id === id ? { ...exchange, ...part(exchange) } : exchange,
  );
}
