/** The form of one tool. What only reads runs at once; all else shows exactly what it would send, and asks. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type Answered, call } from "../../client";
import { fieldsOf, type Schema } from "../../form/fields";
import { Keeping } from "../../form/FileInput";
import { Form } from "../../form/Form";
import { beginning, type Values } from "../../form/values";
import { t } from "../../i18n";
import { base64Of } from "../../save";
import { ToolResult } from "../result/ToolResult";
import type { Risk } from "../RiskBadge";
import { CallFault } from "./CallFault";
import type { Progress } from "../../schema";
import { called, isProgress } from "./calling";
import { type Asked, Confirm, rehearsed } from "./Confirm";
import { Working } from "./Working";

interface Properties {
  id: string;
  tool: string;
  risk: Risk;
  schema: Schema;
  /** What is filled in from the start, and from which words. */
  known?: Values;
  /** What is sent beside the fields, whatever they say. */
  fixed?: Values;
  said?: Record<string, string>;
  example?: unknown;
  /** A call went through with this input. */
  ran?: (input: Values) => void;
}

type Step =
  | { at: "form" }
  | { at: "busy"; far: Progress | null; text: string; stop: () => void }
  | { at: "asked"; asked: Asked }
  | { at: "done"; input: Values; answer: Answered }
  | { at: "failed"; input: Values | null; error: Error };

export function ToolForm({ id, tool, risk, schema, known = {}, fixed = {}, said = {}, example, ran }: Properties) {
  const fields = useMemo(() => fieldsOf(schema, { example }), [schema]);
  const values = useSignal(beginning(fields, known));
  const step = useSignal<Step>({ at: "form" });
  const send = async (input: Values) => {
    const control = new AbortController();
    let so = { at: "busy" as const, far: null as Progress | null, text: "", stop: () => control.abort() };
    const come = (more: Partial<typeof so>) => (step.value = so = { ...so, ...more });
    come({});
    const on = {
      item: (item: unknown) => void (isProgress(item) && come({ far: item })),
      text: (text: string) => void come({ text: so.text + text }),
    };
    try {
      step.value = { at: "done", input, answer: await called(tool, input, on, control.signal) };
      ran?.(input);
    } catch (error) {
      step.value = control.signal.aborted ? { at: "form" } : { at: "failed", input, error: error as Error };
    }
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const input = { ...values.value, ...fixed };
    try {
      if (risk === "read") await send(input);
      else step.value = { at: "asked", asked: await rehearsed(tool, input) };
    } catch (error) {
      step.value = { at: "failed", input: null, error: error as Error };
    }
  };
  const at = step.value;
  const change = (changed: Values) => {
    values.value = changed;
    if (at.at === "asked") step.value = { at: "form" };
  };
  return (
    <>
      <form class="capability-form" onSubmit={(event) => void submit(event)}>
        <Keeping.Provider value={keepFile}>
          <Form id={id} fields={fields} values={values.value} said={said} change={change} />
        </Keeping.Provider>
        <div class="actions">
          <button type="submit" class="primary" disabled={at.at === "busy"}>
            {t(at.at === "busy" ? "running" : risk === "read" ? "run" : "showRequest")}
          </button>
        </div>
      </form>
      {at.at === "asked" && (
        <Confirm asked={at.asked} send={() => void send(at.asked.input)} close={() => (step.value = { at: "form" })} />
      )}
      {at.at === "busy" && <Working name={tool} far={at.far} text={at.text} stopWord={t("stop")} stop={at.stop} />}
      <span class="unseen" role="status">
        {at.at === "done" && t("resultOf", { name: tool })}
      </span>
      {at.at === "done" && (
        <ToolResult
          name={tool}
          input={at.input}
          answer={at.answer}
          {...(risk === "read" && { follow: (input: Values) => void send(input) })}
        />
      )}
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
