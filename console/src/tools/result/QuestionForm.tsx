/** A question that a result brings: its fields, and beside them what else the call will be given. */

import { Request } from "../../approvals/Request";
import { plain } from "../../approvals/plain";
import { call } from "../../client";
import type { Schema } from "../../form/fields";
import { languageOf } from "../../formats";
import { useLoaded } from "../../load";
import { told } from "../../told";
import { Trouble } from "../../Trouble";
import { ToolForm } from "../tool/ToolForm";
import type { Question } from "./question";

export function QuestionForm({ id, question }: { id: string; question: Question }) {
  const { tool, schema, arguments: fixed } = question;
  const { value, error } = useLoaded((stop) => call("tools:show", { name: tool }, stop), [tool]).value;
  const message = told(question.message);
  return (
    <section class="card question-form" aria-label={plain(message)}>
      <p class="said" lang={languageOf(message)}>
        {plain(message)}
      </p>
      <p class="faint">
        <code>{tool}</code>
      </p>
      {Object.keys(fixed).length > 0 && <Request input={fixed} />}
      <Trouble error={error} />
      {value?.tool && <ToolForm id={id} tool={tool} risk={value.tool.risk} schema={schema as Schema} fixed={fixed} />}
    </section>
  );
}
