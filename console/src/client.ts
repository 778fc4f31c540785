/** The one place that talks to the server. Everything is a POST to a capability; some answers come in pieces. */

import type { Input, Name, Reply } from "./api";
import { t } from "./i18n";
import { keyFromPerson } from "./key";
import { apiKey, language } from "./preferences";
import { EventParser } from "./sse";

/** What the server said went wrong. `code` is stable; `approval` is set when the call waits for a person. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly receipt: string | null = null,
    readonly approval: string | null = null,
  ) {
    super(message);
  }
}

export function route(name: string): string {
  return `/api/${name.replace(":", "/")}`;
}

export async function call<N extends Name>(name: N, input: Input<N>, stop?: AbortSignal): Promise<Reply<N>> {
  return (await callAny(name, input, stop)) as Reply<N>;
}

/** Calls a capability that this page knows nothing about. */
export async function callAny(name: string, input: unknown, stop?: AbortSignal): Promise<unknown> {
  return (await answered(name, input, stop ? { stop } : {})).value;
}

/** Calls what answers with a file, also where that is JSON itself. */
export async function bytes<N extends Name>(name: N, input: Input<N>): Promise<Blob> {
  return (await send(route(name), { method: "POST", body: asBody(input) })).blob();
}

/** What was answered, an object or bytes, with its receipt. */
export interface Answered {
  value: unknown;
  receipt: string;
}

export interface How {
  stop?: AbortSignal;
  /** A machine chose the call, and no person: what it would write waits for one. */
  isMachine?: boolean;
}

export async function answered(name: string, input: unknown, { stop, isMachine }: How = {}): Promise<Answered> {
  const headers: Record<string, string> = isMachine ? { "wainao-chosen-by": "machine" } : {};
  const response = await send(route(name), { method: "POST", body: asBody(input), signal: stop ?? null, headers });
  const json = response.headers.get("content-type")?.includes("json");
  const receipt = response.headers.get("wainao-receipt") ?? "";
  return { value: json ? await response.json() : await response.blob(), receipt };
}

/** What comes before an answer: pieces of its text, or how far the work is. */
export interface Increments {
  text?: (text: string) => void;
  item?: (item: unknown) => void;
}

/** Calls a capability and hands on what comes before its answer, as it comes. */
export async function stream<N extends Name>(
  name: N,
  input: Input<N>,
  on: Increments,
  stop?: AbortSignal,
): Promise<Reply<N>> {
  return (await streamAny(name, input, on, stop)) as Reply<N>;
}

/** The same of a capability that this page knows nothing about. */
export async function streamAny(name: string, input: unknown, on: Increments, stop?: AbortSignal): Promise<unknown> {
  const response = await send(route(name), {
    method: "POST",
    body: asBody(input),
    signal: stop ?? null,
    headers: { accept: "text/event-stream" },
  });
  if (response.body === null || !response.headers.get("content-type")?.includes("event-stream")) return response.json();
  const parser = new EventParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new ApiError("engine", t("streamCut"));
    for (const { event, data } of parser.push(value)) {
      const content = JSON.parse(data);
      if (event === "delta") on.text?.(content.text);
      else if (event === "item") on.item?.(content);
      else if (event === "done") return content;
      else if (event === "error") throw asError(content);
    }
  }
}

export async function image(document: string, version: string, page: number, stop: AbortSignal): Promise<Blob> {
  return (await callAny("knowledge:image", { document, version, page, width: 1400 }, stop)) as Blob;
}

export async function get<T>(path: string): Promise<T> {
  return (await send(path, {})).json() as Promise<T>;
}

/** Ends the session of this browser, everywhere. */
export async function endSession(): Promise<void> {
  await send("/sign-in/end", { method: "POST" });
}

/** What every request carries: the language of the page, in which the server says what went wrong, and the key. */
export function carried(): Record<string, string> {
  const spoken = { "accept-language": language.value };
  return apiKey.value === "" ? spoken : { ...spoken, authorization: `Bearer ${apiKey.value}` };
}

export function asError(body: unknown): ApiError {
  const error = (body as { error?: { code?: string; message?: string; receipt?: string; approval?: string } })?.error;
  return new ApiError(
    error?.code ?? "error",
    error?.message ?? t("unknownError"),
    error?.receipt ?? null,
    error?.approval ?? null,
  );
}

function asBody(input: unknown): BodyInit {
  return input instanceof FormData ? input : JSON.stringify(input);
}

/** Sends once, and once more after the person has given a key, if the server wants one. */
async function send(path: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const response = await once(path, init);
    if (response.status === 401 && (await keyFromPerson())) continue;
    if (response.ok && response.status !== 202) return response;
    throw asError(await response.json().catch(() => null));
  }
}

async function once(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers({ ...carried(), ...(init.headers as Record<string, string>) });
  if (typeof init.body === "string") headers.set("content-type", "application/json");
  try {
    return await fetch(path, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError("offline", t("offline"));
  }
}
