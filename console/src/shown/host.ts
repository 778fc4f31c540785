/** The program that shows this page, as MCP Apps (SEP-1865) has a page speak to it: JSON-RPC 2.0 by messages. */

import { isObject } from "../json";

const PROTOCOL = "2026-01-26";

/** A tool's result as the protocol writes it. */
export interface Result {
  content: readonly Block[];
  structuredContent?: unknown;
  isError?: boolean;
}

export interface Block {
  type: string;
  text?: string;
  data?: string;
  mimeType?: string;
  resource?: { mimeType?: string; blob?: string; text?: string };
}

/** What the host says of itself and of the tool whose result is shown. */
export interface Context {
  theme?: string;
  locale?: string;
  toolInfo?: { tool?: { name?: string; inputSchema?: unknown } };
}

export interface Heard {
  input: (given: Record<string, unknown>) => void;
  result: (result: Result) => void;
  context: (context: Context) => void;
}

interface Waiting {
  done: (result: unknown) => void;
  failed: (error: Error) => void;
}

export class Host {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  /** Whether it has tools called for this page. */
  calls = false;

  constructor(
    private readonly heard: Heard,
    private readonly post: (message: object) => void,
  ) {}

  /** Says who we are, hears who it is, and that it may begin. */
  async begin(version: string): Promise<void> {
    const told = await this.ask("ui/initialize", {
      protocolVersion: PROTOCOL,
      appInfo: { name: "wainao", version },
      appCapabilities: { availableDisplayModes: ["inline"] },
    });
    if (isObject(told)) {
      this.calls = isObject(told.hostCapabilities) && "serverTools" in told.hostCapabilities;
      if (isObject(told.hostContext)) this.heard.context(told.hostContext as Context);
    }
    this.tell("ui/notifications/initialized", {});
  }

  async call(name: string, input: Readonly<Record<string, unknown>>): Promise<Result> {
    return (await this.ask("tools/call", { name, arguments: input })) as Result;
  }

  resized(width: number, height: number): void {
    this.tell("ui/notifications/size-changed", { width, height });
  }

  /** A message from the window around this one. */
  take(message: unknown): void {
    if (!isObject(message) || message.jsonrpc !== "2.0") return;
    const { id, method, params } = message;
    if (typeof method !== "string") return this.answered(message);
    if (id !== undefined) return this.reply(message, method);
    if (!isObject(params)) return;
    if (method === "ui/notifications/tool-input" && isObject(params.arguments)) this.heard.input(params.arguments);
    else if (method === "ui/notifications/tool-result") this.heard.result(params as unknown as Result);
    else if (method === "ui/notifications/host-context-changed") this.heard.context(params as Context);
  }

  private answered({ id, result, error }: Record<string, unknown>): void {
    const waiting = typeof id === "number" ? this.waiting.get(id) : undefined;
    if (waiting === undefined) return;
    this.waiting.delete(id as number);
    if (isObject(error)) waiting.failed(new Error(String(error.message)));
    else waiting.done(result);
  }

  /** It may ask whether we are there, and tell us to go; there is nothing to be put in order first. */
  private reply({ id }: Record<string, unknown>, method: string): void {
    const known = method === "ping" || method === "ui/resource-teardown";
    const error = { code: -32601, message: `This page knows no ${JSON.stringify(method).slice(0, 80)}.` };
    this.post({ jsonrpc: "2.0", id, ...(known ? { result: {} } : { error }) });
  }

  private ask(method: string, params: object): Promise<unknown> {
    const id = ++this.last;
    const answer = new Promise<unknown>((done, failed) => this.waiting.set(id, { done, failed }));
    this.post({ jsonrpc: "2.0", id, method, params });
    return answer;
  }

  private tell(method: string, params: object): void {
    this.post({ jsonrpc: "2.0", method, params });
  }
}
