/** The page by which our tools show what they give in programs of others (MCP Apps): whole in itself, it loads nothing. */

import { signal } from "@preact/signals";
import { render } from "preact";
import { chosenLanguage, applyPreferences, theme } from "../preferences";
import { type Context, Host, type Result } from "./host";
import { Page } from "./Page";
import "../styles/base.css";
import "../styles/views.css";
import "../styles/tools.css";
import "./shown.css";

const input = signal<Record<string, unknown>>({});
const result = signal<Result | null>(null);
const context = signal<Context>({});

const host = new Host(
  {
    input: (given) => (input.value = given),
    result: (given) => (result.value = given),
    context: (told) => {
      context.value = { ...context.value, ...told };
      const { theme: look, locale } = context.value;
      if (look === "light" || look === "dark") theme.value = look;
      if (locale) chosenLanguage.value = /^zh\b/i.test(locale) ? "zh" : "en";
    },
  },
  (message) => parent.postMessage(message, "*"),
);

addEventListener("message", (event) => {
  if (event.source === parent) host.take(event.data);
});
applyPreferences();
const root = document.getElementById("shown")!;
render(<Page host={host} input={input} result={result} context={context} />, root);
new ResizeObserver(() => host.resized(root.offsetWidth, root.offsetHeight)).observe(root);
void host.begin(document.documentElement.dataset.version ?? "");
