/** What stands there before the first question: what this is, the box, a place to drop files, what was asked before. */

import { call } from "../client";
import { DropZone } from "../documents/DropZone";
import { Uploads } from "../documents/Uploads";
import { count, languageOf } from "../formats";
import { t } from "../i18n";
import { Seal } from "../icons";
import { useLoaded } from "../load";
import { documents, status } from "../status";
import { AskBox } from "./AskBox";
import { ask } from "./turns";

const RECENT = 4;

export function Welcome() {
  const ready = documents.value;
  return (
    <div class="welcome">
      <Seal />
      <h1>{t("welcomeTitle")}</h1>
      <p class="lead">{t("welcomeLead")}</p>
      <AskBox />
      <p class="about">
        {ready !== null && ready > 0 && <a href="#/documents">{t("documentsReady", { n: count(ready) })}</a>}
        <span>{status.value?.model ? t("modelOn", { model: status.value.model }) : t("modelOff")}</span>
      </p>
      <Uploads />
      {ready === 0 ? <DropZone /> : <Recent />}
    </div>
  );
}

function Recent() {
  const loaded = useLoaded(
    (stop) => call("receipts:list", { capability: "knowledge:ask", status: "ok", limit: 40 }, stop),
    [],
  );
  const receipts = loaded.value.value?.receipts ?? [];
  const questions = [...new Set(receipts.map((receipt) => receipt.question ?? "").filter(Boolean))].slice(0, RECENT);
  if (questions.length === 0) return null;
  return (
    <section class="recent" aria-labelledby="recent">
      <h2 id="recent">{t("recentQuestions")}</h2>
      <ul>
        {questions.map((question) => (
          <li key={question}>
            <button type="button" lang={languageOf(question)} onClick={() => ask(question)}>
              {question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
