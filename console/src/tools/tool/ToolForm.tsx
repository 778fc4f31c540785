/** The form of one tool. What only reads runs at once; all else shows exactly what it would send, and asks. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type Answered, answered, call } from "../../client";
import { type Drafts, inputOf } from "../../form/drafts";
import { Fields } from "../../form/Fields";
import { fieldsOf, initialOf, type Schema } from "../../form/fields";
import { t } from "../../i18n";
import { base64Of } from "../../save";
import { ToolResult } from "../result/ToolResult";
import type { Risk } from "../RiskBadge";
import { CallFault } from "./CallFault";
import { type Asked, Confirm, rehearsed } from "./Confirm";

interface Properties {
  id: string;
  tool: string;
  risk: Risk;
  schema: Schema;
  /** What is filled in from the start, and from which words. */
  known?: Record<string, unknown>;
  said?: Record<string, string>;
  example?: unknown;
  /** A call went through with this input. */
  ran?: (input: Record<string, unknown>) => void;
}

type Step =
  | { at: "form" }
  | { at: "busy" }
  | { at: "asked"; asked: Asked }
  | { at: "done"; input: Record<string, unknown>; answer: Answered }
  | { at: "failed"; input: Record<string, unknown> | null; error: Error };

export function ToolForm({ id, tool, risk, schema, known = {}, said = {}, example, ran }: Properties) {
  const fields = useMemo(() => fieldsOf(schema, { example }), [schema]);
  const drafts = useSignal<Drafts>(initialOf(fields, known));
  const step = useSignal<Step>({ at: "form" });
  const send = async (input: Record<string, unknown>) => {
    step.value = { at: "busy" };
    try {
      step.value = { at: "done", input, answer: await answered(tool, input) };
      ran?.(input);
    } catch (error) {
      step.value = { at: "failed", input, error: error as Error };
    }
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      const input = await inputOf(fields, drafts.value, keepFile);
      if (risk === "read") await send(input);
      else step.value = { at: "asked", asked: await rehearsed(tool, input) };
    } catch (error) {
      step.value = { at: "failed", input: null, error: error as Error };
    }
  };
  const at = step.value;
  const change = (changed: Drafts) => {
    drafts.value = changed;
    if (at.at === "asked") step.value = { at: "form" };
  };
  return (
    <>
      <form class="capability-form" onSubmit={(event) => void submit(event)}>
        <Fields id={id} fields={fields} drafts={drafts.value} said={said} change={change} />
        {fields.length === 0 && <p class="faint">{t("takesNothing")}</p>}
        <div class="actions">
          <button type="submit" class="primary" disabled={at.at === "busy"}>
            {t(at.at === "busy" ? "running" : risk === "read" ? "run" : "showRequest")}
          </button>
        </div>
      </form>
      {at.at === "asked" && (
        <Confirm asked={at.asked} send={() => void send(at.asked.input)} close={() => (step.value = { at: "form" })} />
      )}
      <span class="unseen" role="status">
        {at.at === "done" && t("resultOf", { name: tool })}
      </span>
      {at.at === "done" && <ToolResult name={tool} answer={at.answer} />}
      {at.at === "failed" && (
        <CallFault error={at.error} again={at.input === null ? undefined : () => void send(at.input!)} />
      )}
    </>
  );
}

/** Leaves a file at the server for the call; its digest stands for it. */
async function keepFile(file: File): Promise<string> {
  const media_type = file.type || "application/octet-stream";
  return (await call("tools:upload", { content: await base64Of(file), media_type, name: file.name })).digest;
}
