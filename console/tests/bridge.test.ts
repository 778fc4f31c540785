import { expect, test } from "vitest";
import type { ToolOutput } from "../src/tools/result/shapes";
import { Bridge, type Host } from "../src/tools/surface/bridge";

const OUTPUT: ToolOutput = { text: "9 °C", data: { t: 9 }, failed: false, status: null, files: [], correction: null };

function opened(more: Partial<Host> = {}) {
  const sent: any[] = [];
  const called: unknown[] = [];
  const host: Host = {
    send: (message) => void sent.push(message),
    call: async (tool, input) => (called.push([tool, input]), OUTPUT),
    resize: () => {},
    log: () => {},
    now: () => 0,
    ...more,
  };
  const calls = { Today: "weather:today" };
  const shown = {
    own: "Today",
    calls,
    input: { city: "Köln" },
    output: OUTPUT,
    context: { theme: "dark" },
    version: "1",
  };
  const bridge = new Bridge(shown, host);
  let id = 0;
  const ask = async (method: string, params?: unknown) => {
    await bridge.take({ jsonrpc: "2.0", id: ++id, method, params });
    return sent.find((one) => one.id === id);
  };
  return { bridge, sent, called, ask };
}

test("a page is told what its tool was given and gave, once, and only after it said that it listens", async () => {
  const { bridge, sent, ask } = opened();
  const about = await ask("ui/initialize", { protocolVersion: "2026-01-26" });
  expect(about.result).toMatchObject({
    hostInfo: { name: "wainao" },
    hostContext: { theme: "dark", toolInfo: { tool: { name: "Today" } } },
  });
  expect(sent).toHaveLength(1);
  for (let times = 0; times < 2; times++) await bridge.take({ jsonrpc: "2.0", method: "ui/notifications/initialized" });
  expect(sent.slice(1)).toEqual([
    { jsonrpc: "2.0", method: "ui/notifications/tool-input", params: { arguments: { city: "Köln" } } },
    {
      jsonrpc: "2.0",
      method: "ui/notifications/tool-result",
      params: { content: [{ type: "text", text: "9 °C" }], structuredContent: { t: 9 }, isError: false },
    },
  ]);
});

test("it has tools of its own toolbox called and no others, by any name", async () => {
  const { called, ask } = opened();
  expect((await ask("tools/call", { name: "Today", arguments: { city: "Bonn" } })).result.isError).toBe(false);
  for (const name of ["weather:today", "mail:send", "toString", "__proto__", 7, undefined, { a: 1 }])
    expect((await ask("tools/call", { name })).error.code).toBe(-32602);
  expect(called).toEqual([["weather:today", { city: "Bonn" }]]);
});

test("what would open something, or speak for somebody, is refused", async () => {
  const { ask } = opened();
  const methods = [
    "ui/open-link",
    "ui/message",
    "ui/update-model-context",
    "ui/request-display-mode",
    "resources/read",
  ];
  for (const method of methods) expect((await ask(method, { url: "https://evil.example" })).error.code).toBe(-32601);
});

test("a refusal of the call is told in words, as a result that failed", async () => {
  const { ask } = opened({ call: () => Promise.reject(new Error("It waits for a person.")) });
  const { result } = await ask("tools/call", { name: "Today", arguments: [] });
  expect(result).toEqual({ content: [{ type: "text", text: "It waits for a person." }], isError: true });
});

test("it has at most ten calls at once, and thirty a minute", async () => {
  let now = 0;
  const ends: (() => void)[] = [];
  const { bridge, sent, ask } = opened({
    now: () => now,
    call: () => new Promise((resolve) => ends.push(() => resolve(OUTPUT))),
  });
  const calls = Array.from({ length: 11 }, (_, index) =>
    bridge.take({ jsonrpc: "2.0", id: `c${index}`, method: "tools/call", params: { name: "Today" } }),
  );
  await Promise.resolve();
  expect(sent.map((one) => one.error?.code)).toEqual([-32000]);
  ends.forEach((end) => end());
  await Promise.all(calls);
  const quick = opened({ now: () => now });
  for (let times = 0; times < 30; times++) await quick.ask("tools/call", { name: "Today" });
  expect((await quick.ask("tools/call", { name: "Today" })).error.code).toBe(-32000);
  now = 60_001;
  expect((await quick.ask("tools/call", { name: "Today" })).error).toBeUndefined();
  expect((await ask("ping")).result).toEqual({});
});

test("what is no message of the protocol is nobody's", async () => {
  const { bridge, sent } = opened();
  for (const message of [null, "x", 3, [], {}, { jsonrpc: "1.0", id: 1, method: "ping" }, { jsonrpc: "2.0", id: 1 }])
    await bridge.take(message);
  await bridge.take({ jsonrpc: "2.0", id: { a: 1 }, method: "ping" });
  expect(sent).toEqual([]);
});
