/** What was to be done, newest first, each with what came of it while it comes. */

import { signal } from "@preact/signals";
import type { Used } from "../../api";
import { call, stream } from "../../client";
import { status } from "../../status";
import { type Going, isDoing, joined } from "./going";

/** An answer with its steps: by a model, or by a tool that understood all there was; else the tools that fit. */
export type Done = Used & { receipt: string };

export interface Use {
  id: number;
  request: string;
  phase: "doing" | "done" | "failed" | "stopped";
  text: string;
  /** The tools at work, while they are. */
  goings: readonly Going[];
  done: Done | null;
  error: Error | null;
}

export const uses = signal<readonly Use[]>([]);

/** Whether a model is to pick and fill; the person's choice where there is one. */
export const byModel = signal(true);

/** What a person may want to say, put into the box for them. */
export const wished = signal("");

export function wish(request: string): void {
  wished.value = request;
  location.hash = "#/tools";
}

const NOTHING: Used = { text: "", origin: "none", steps: [], waiting: [], proposals: [], none_fits: false, resume: "" };
let last = 0;
let control: AbortController | null = null;

export function use(request: string): void {
  const id = ++last;
  uses.value = [{ id, request, phase: "doing", text: "", goings: [], done: null, error: null }, ...uses.value];
  void follow(id, (stop) =>
    byModel.value || !status.value?.model ? byItself(id, { request }, stop) : found(request, stop),
  );
}

/** Once a person has decided on what waited. */
export function goOn(id: number, resume: string): void {
  void follow(id, (stop) => byItself(id, { resume }, stop));
}

export function again({ id, request }: Use): void {
  uses.value = uses.value.filter((one) => one.id !== id);
  use(request);
}

export function stop(): void {
  control?.abort();
}

async function follow(id: number, work: (stop: AbortSignal) => Promise<Done>): Promise<void> {
  stop();
  const own = new AbortController();
  control = own;
  change(id, { phase: "doing", text: "", goings: [], error: null });
  try {
    change(id, { phase: "done", done: await work(own.signal) });
  } catch (error) {
    change(id, own.signal.aborted ? { phase: "stopped" } : { phase: "failed", error: error as Error });
  }
}

function byItself(id: number, input: { request: string } | { resume: string }, stop: AbortSignal): Promise<Done> {
  const now = () => uses.value.find((one) => one.id === id)!;
  const on = {
    text: (text: string) => change(id, { text: now().text + text }),
    item: (item: unknown) => void (isDoing(item) && change(id, { goings: joined(now().goings, item) })),
  };
  return stream("tools:use", input, on, stop);
}

async function found(request: string, stop: AbortSignal): Promise<Done> {
  return { ...NOTHING, ...(await call("tools:find", { request }, stop)) };
}

function change(id: number, what: Partial<Use>): void {
  uses.value = uses.value.map((one) => (one.id === id ? { ...one, ...what } : one));
}

export function busy(): boolean {
  return uses.value.some((one) => one.phase === "doing");
}
