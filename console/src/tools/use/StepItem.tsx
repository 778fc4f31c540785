/** One tool at work for a request: what it was given, and what it said to the model. */

import { Request } from "../../approvals/Request";
import { plain } from "../../approvals/plain";
import type { Step } from "../../api";
import { t } from "../../i18n";
import { ReceiptButton } from "../ReceiptButton";
import { questionIn } from "../result/question";
import { QuestionForm } from "../result/QuestionForm";

export function StepItem({ id, step }: { id: string; step: Step }) {
  const question = questionIn(step);
  return (
    <li>
      <details class="step">
        <summary>
          <code>{step.tool}</code>
          <span class={`state ${step.failed ? "failed" : "ok"}`}>{t(step.failed ? "statusFailed" : "statusOk")}</span>
        </summary>
        <Request input={step.arguments} />
        <pre class="json">{plain(step.text)}</pre>
      </details>
      <ReceiptButton id={step.receipt} />
      {question && <QuestionForm id={id} question={question} />}
    </li>
  );
}
