/** The page that a tool brings to show what it gives, in a frame that reaches nothing but the bridge. */

import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { plain } from "../../approvals/plain";
import { answered, call } from "../../client";
import type { Values } from "../../form/values";
import { t } from "../../i18n";
import { language, theme } from "../../preferences";
import type { ShownSurface } from "../../schema";
import { status } from "../../status";
import { boxOf } from "../boxes/boxes";
import { isToolOutput, type ToolOutput } from "../result/shapes";
import { Bridge, type Host } from "./bridge";
import { withBytes } from "./bytes";

/** What the server writes a stranger's page into; its headers say what that page may do. */
const FRAME = "/frame.html";
const LOWEST_PX = 60;
const HIGHEST_PX = 800;

interface Properties {
  tool: string;
  input: Values;
  output: ToolOutput;
}

export function Surface({ tool, input, output }: Properties) {
  const page = useSignal<ShownSurface | null>(null);
  const whole = useSignal<ToolOutput | null>(null);
  useEffect(() => void surfaceOf(tool).then((found) => (page.value = found)), [tool]);
  useEffect(() => void withBytes(output).then((found) => (whole.value = found)), [output]);
  return page.value && whole.value && <Framed page={page.value} input={input} output={whole.value} />;
}

/** Only what came from an MCP server brings pages, and few tools do. */
async function surfaceOf(tool: string): Promise<ShownSurface | null> {
  try {
    return (await boxOf(tool))?.origin === "mcp" ? await call("tools:surface", { tool }) : null;
  } catch {
    return null;
  }
}

function Framed({ page, input, output }: { page: ShownSurface; input: Values; output: ToolOutput }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const height = useSignal(HIGHEST_PX / 2);
  // Where the browser cannot hold a page back, the frame never says that it is ready, and shows nothing.
  const isReady = useSignal(false);
  useEffect(() => {
    const target = frame.current?.contentWindow;
    if (!target) return;
    const host: Host = {
      send: (message) => target.postMessage(message, "*"),
      call: callAsPage,
      resize: (wanted) => (height.value = Math.min(HIGHEST_PX, Math.max(LOWEST_PX, Math.round(wanted)))),
      log: (words) => console.debug(page.tool, words),
      now: Date.now,
    };
    const { own, calls } = page;
    const version = status.value?.version ?? "";
    const bridge = new Bridge({ own, calls, input, output, context: context(frame.current), version }, host);
    let isWritten = false;
    const hear = ({ source, origin, data }: MessageEvent) => {
      // An origin that is nobody's has no name: whose message it is, the window tells.
      if (source !== target || origin !== "null") return;
      if (isWritten) void bridge.take(data);
      else if ((isWritten = data?.ready === true)) {
        isReady.value = true;
        target.postMessage({ html: page.html }, "*");
      }
    };
    addEventListener("message", hear);
    frame.current!.src = FRAME;
    const unwatch = effect(() => {
      const now = context(frame.current);
      if (isWritten) bridge.changed(now);
    });
    return () => {
      removeEventListener("message", hear);
      unwatch();
    };
  }, [page, output]);
  return (
    <iframe
      ref={frame}
      class={`surface ${page.border === false ? "bare" : ""}`}
      sandbox="allow-scripts"
      referrerpolicy="no-referrer"
      title={t("surfaceOf", { name: plain(page.tool) })}
      height={height.value}
      hidden={!isReady.value}
    />
  );
}

function context(frame: HTMLIFrameElement | null): Record<string, unknown> {
  const isDark = theme.value === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : theme.value === "dark";
  return {
    theme: isDark ? "dark" : "light",
    locale: language.value === "zh" ? "zh-CN" : "en",
    containerDimensions: { width: frame?.clientWidth ?? 0, maxHeight: HIGHEST_PX },
  };
}

/** A page is a machine: what it chooses to write waits for a person. */
async function callAsPage(tool: string, input: Record<string, unknown>): Promise<ToolOutput> {
  const { value } = await answered(tool, input, { isMachine: true });
  if (!isToolOutput(value)) throw new Error(t("unknownError"));
  return withBytes(value);
}
