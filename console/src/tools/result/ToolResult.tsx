/** What a tool gave, whether it failed, its receipt, and the way to put it right. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import { CorrectForm } from "../../ask/CorrectForm";
import { OriginBadge } from "../../ask/OriginBadge";
import type { Answered } from "../../client";
import type { Values } from "../../form/values";
import { languageOf } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { notify } from "../../notices";
import { ReceiptButton } from "../ReceiptButton";
import { JobPart } from "../jobs/JobPart";
import { Surface } from "../surface/Surface";
import { WholeText } from "./WholeText";
import { Data } from "./Data";
import { FileView, KeptFile, PAGE } from "./FileView";
import { questionIn, withoutQuestion } from "./question";
import { QuestionForm } from "./QuestionForm";
import { isToolOutput, type ToolOutput, withoutEnvelope } from "./shapes";

interface Properties {
  name: string;
  /** What the tool was given. */
  input: Values;
  answer: Answered;
  /** Asks for the next page of what it gave. */
  follow?: (input: Values) => void;
}

/** Texts as long as this were cut for a model. */
const CUT = 6_000;

export function ToolResult({ name, input, answer: { value, receipt }, follow }: Properties) {
  const correcting = useSignal(false);
  const question = questionIn(value);
  return (
    <section class="tool-result" aria-label={t("resultOf", { name })}>
      {value instanceof Blob ? (
        <FileView blob={value} name={name.replace(":", "-")} />
      ) : isToolOutput(value) ? (
        <Given name={name} input={input} output={value} receipt={receipt} follow={follow} />
      ) : (
        <Data value={withoutEnvelope(withoutQuestion(value))} />
      )}
      {question && <QuestionForm key={receipt} id={`question${receipt}`} question={question} />}
      {correcting.value ? (
        <CorrectForm
          receipt={receipt}
          before={isToolOutput(value) ? value.text : ""}
          base={null}
          saved={() => notify(t("correctionSaved"))}
          close={() => (correcting.value = false)}
        />
      ) : (
        <div class="actions">
          {isToolOutput(value) && (
            <button type="button" class="quiet" onClick={() => (correcting.value = true)}>
              <Icon name="corrections" />
              {t("correct")}
            </button>
          )}
          <ReceiptButton id={receipt} />
        </div>
      )}
    </section>
  );
}

interface GivenProperties extends Pick<Properties, "name" | "input"> {
  output: ToolOutput;
  receipt: string;
  follow: Properties["follow"];
}

function Given({ name, input, output, receipt, follow }: GivenProperties) {
  const { following } = output;
  return (
    <>
      {output.correction && <OriginBadge reply={{ origin: "human", correction: output.correction, model: null }} />}
      {output.failed && (
        <p class="caution">
          <Icon name="warning" />
          {t("toolFailed")}
          {output.status !== null && <code>HTTP {output.status}</code>}
        </p>
      )}
      <Surface tool={name} input={input} output={output} />
      {output.data === null ? <Text output={output} /> : <Data value={withoutQuestion(output.data)} />}
      {output.data === null && output.text.length >= CUT && <WholeText receipt={receipt} />}
      {output.files.map((file) => (
        <KeptFile key={file.digest} file={file} />
      ))}
      {output.job && <JobPart job={output.job} input={input} />}
      {following && follow && (
        <div class="actions">
          <button type="button" class="quiet" onClick={() => follow(following)}>
            {t("pageAfter")}
            <Icon name="right" />
          </button>
        </div>
      )}
    </>
  );
}

/** Beside a page that is shown as one, its words are folded up. */
function Text({ output: { text, files } }: { output: ToolOutput }) {
  const words = (
    <p class="said" lang={languageOf(text)}>
      {plain(text)}
    </p>
  );
  if (!files.some((file) => PAGE.test(file.media_type))) return words;
  return (
    <details>
      <summary>{t("viewText")}</summary>
      {words}
    </details>
  );
}
