/** What a tool's own page may ask of us, and what it is told: JSON-RPC 2.0, as MCP Apps (SEP-1865) says it. */

import { isObject } from "../../json";
import type { ToolOutput } from "../result/shapes";

export const PROTOCOL = "2026-01-26";
const MOST_AT_ONCE = 10;
const MOST_A_MINUTE = 30;
const MINUTE_MS = 60_000;

/** What stands around the page. */
export interface Host {
  send: (message: object) => void;
  /** Calls a tool of its own toolbox, by its capability's name, as a machine's choice. */
  call: (tool: string, input: Record<string, unknown>) => Promise<ToolOutput>;
  resize: (height: number) => void;
  log: (words: unknown) => void;
  now: () => number;
}

export interface Shown {
  /** The tool as its own server calls it. */
  own: string;
  /** What the page may have called: the capability by its server's name of it. */
  calls: Readonly<Record<string, string>>;
  input: Readonly<Record<string, unknown>>;
  output: ToolOutput;
  context: Readonly<Record<string, unknown>>;
  version: string;
}

type Id = string | number;

export class Bridge {
  private isTold = false;
  private readonly starts: number[] = [];
  private running = 0;

  constructor(
    private readonly shown: Shown,
    private readonly host: Host,
  ) {}

  /** A message of the page; what is no JSON-RPC is nobody's. */
  async take(message: unknown): Promise<void> {
    if (!isObject(message) || message.jsonrpc !== "2.0" || typeof message.method !== "string") return;
    const params = isObject(message.params) ? message.params : {};
    const { id, method } = message;
    if (typeof id === "string" || typeof id === "number") await this.answer(id, method, params);
    else this.hear(method, params);
  }

  /** Something of what stands around it is another now. */
  changed(context: Readonly<Record<string, unknown>>): void {
    this.notify("ui/notifications/host-context-changed", context);
  }

  private hear(method: string, params: Record<string, unknown>): void {
    if (method === "ui/notifications/initialized") this.tell();
    else if (method === "notifications/message") this.host.log(params.data);
    else if (method === "ui/notifications/size-changed" && Number.isFinite(params.height))
      this.host.resize(Number(params.height));
  }

  /** Once it listens: what its tool was given, and what it gave. */
  private tell(): void {
    if (this.isTold) return;
    this.isTold = true;
    this.notify("ui/notifications/tool-input", { arguments: this.shown.input });
    this.notify("ui/notifications/tool-result", result(this.shown.output));
  }

  private async answer(id: Id, method: string, params: Record<string, unknown>): Promise<void> {
    if (method === "ping") this.reply(id, {});
    else if (method === "ui/initialize") this.reply(id, this.about());
    else if (method === "tools/call") await this.run(id, params);
    else this.refuse(id, -32601, `A page here cannot ask for ${JSON.stringify(method).slice(0, 80)}.`);
  }

  private about(): object {
    const { own, context, version } = this.shown;
    return {
      protocolVersion: PROTOCOL,
      hostInfo: { name: "wainao", version },
      hostCapabilities: { serverTools: {}, logging: {} },
      hostContext: {
        ...context,
        displayMode: "inline",
        availableDisplayModes: ["inline"],
        toolInfo: { tool: { name: own } },
      },
    };
  }

  private async run(id: Id, { name, arguments: input }: Record<string, unknown>): Promise<void> {
    const { calls } = this.shown;
    if (typeof name !== "string" || !Object.hasOwn(calls, name))
      return this.refuse(id, -32602, `${JSON.stringify(name)?.slice(0, 80)} is no tool of this toolbox.`);
    if (!this.hasRoom())
      return this.refuse(id, -32000, `A page has at most ${MOST_AT_ONCE} calls at once and ${MOST_A_MINUTE} a minute.`);
    this.running++;
    try {
      this.reply(id, result(await this.host.call(calls[name]!, isObject(input) ? input : {})));
    } catch (error) {
      this.reply(id, { content: [{ type: "text", text: (error as Error).message }], isError: true });
    } finally {
      this.running--;
    }
  }

  private hasRoom(): boolean {
    const now = this.host.now();
    while (this.starts.length > 0 && this.starts[0]! <= now - MINUTE_MS) this.starts.shift();
    if (this.running >= MOST_AT_ONCE || this.starts.length >= MOST_A_MINUTE) return false;
    this.starts.push(now);
    return true;
  }

  private notify(method: string, params: object): void {
    this.host.send({ jsonrpc: "2.0", method, params });
  }

  private reply(id: Id, result: object): void {
    this.host.send({ jsonrpc: "2.0", id, result });
  }

  private refuse(id: Id, code: number, message: string): void {
    this.host.send({ jsonrpc: "2.0", id, error: { code, message } });
  }
}

/** What a tool gave, as its server would have said it. */
function result({ text, data, failed }: ToolOutput): object {
  const isBlocks = Array.isArray(data) && data.length > 0 && data.every((one) => isObject(one) && "type" in one);
  return {
    content: isBlocks ? data : [{ type: "text", text }],
    ...(isObject(data) && { structuredContent: data }),
    isError: failed,
  };
}
