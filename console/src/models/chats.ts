/** The conversation with one model, or with two at once: what was asked, and what each said, as it comes. */

import { computed, signal } from "@preact/signals";
import type { Reply as Answered, Usage } from "../api";
import { type ApiError, call, stream } from "../client";
import { complain, spoken } from "../notices";
import type { Message } from "../schema";

/** What one model said to one question. `answer` and `usage` are there once the call has ended; `usage` is the receipt's. */
export interface Said {
  model: string;
  phase: "writing" | "done" | "failed" | "stopped";
  text: string;
  answer: Answered<"models:chat"> | null;
  usage: Usage | null;
  error: ApiError | null;
}

/** One question; where two models were asked, their replies stand beside each other. */
export interface Exchange {
  id: number;
  question: string;
  replies: Said[];
}

export const exchanges = signal<Exchange[]>([]);
export const chatting = computed(() =>
  exchanges.value.some(({ replies }) => replies.some(({ phase }) => phase === "writing")),
);

let control = new AbortController();
let last = 0;

/** Asks each of the models, all at once. */
export function say(question: string, models: readonly string[]): void {
  const id = ++last;
  const replies = models.map((model): Said => ({
    model,
    phase: "writing",
    text: "",
    answer: null,
    usage: null,
    error: null,
  }));
  exchanges.value = [...exchanges.value, { id, question, replies }];
  control = new AbortController();
  for (const lane of models.keys()) void answer(id, lane, control.signal);
}

export function stopChat(): void {
  control.abort();
}

export function clearChat(): void {
  stopChat();
  exchanges.value = [];
}

async function answer(id: number, lane: number, stop: AbortSignal): Promise<void> {
  const { model } = find(id).replies[lane]!;
  const text = (piece: string) => change(id, lane, (said) => ({ text: said.text + piece }));
  try {
    const input = { model, messages: conversation(id, lane), stream: true };
    const reply = await stream("models:chat", input, { text }, stop);
    change(id, lane, () => ({ phase: "done", text: reply.text, answer: reply }));
    spoken.value = reply.text;
    await count(id, lane, reply.receipt);
  } catch (error) {
    const part: Partial<Said> = stop.aborted ? { phase: "stopped" } : { phase: "failed", error: error as ApiError };
    change(id, lane, () => part);
  }
}

/** What it used and cost stands on its receipt. */
async function count(id: number, lane: number, receipt: string): Promise<void> {
  try {
    const { usage } = await call("receipts:show", { receipt });
    change(id, lane, () => ({ usage }));
  } catch (error) {
    complain(error);
  }
}

/** What a model is told: the questions so far, with its own replies; a model that came later gets the first one's. */
function conversation(id: number, lane: number): Message[] {
  const before = exchanges.value.filter((exchange) => exchange.id < id);
  const told = before.flatMap(({ question, replies }): Message[] => {
    const said = replies[lane] ?? replies[0];
    if (said?.phase !== "done") return [];
    return [
      { role: "user", content: question },
      { role: "assistant", content: said.text },
    ];
  });
  return [...told, { role: "user", content: find(id).question }];
}

function find(id: number): Exchange {
  const exchange = exchanges.value.find((known) => known.id === id);
  if (exchange === undefined) throw new Error(`There is no exchange ${id}.`);
  return exchange;
}

/** Changes one reply; nothing when the conversation was cleared meanwhile. */
function change(id: number, lane: number, part: (said: Said) => Partial<Said>): void {
  exchanges.value = exchanges.value.map((exchange) =>
    exchange.id === id
      ? { ...exchange, replies: exchange.replies.map((said, at) => (at === lane ? { ...said, ...part(said) } : said)) }
      : exchange,
  );
}
