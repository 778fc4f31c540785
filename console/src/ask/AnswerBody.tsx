/** The answer's text, set according to who wrote it. Only a model's text is read as Markdown. */

import type { AnswerReply, Sentence } from "../api";
import { languageOf } from "../formats";
import { t } from "../i18n";
import { Chips } from "./Chips";
import { lastWord } from "./lastWord";
import { Markdown } from "./Markdown";
import { withMarks } from "./marks";

export function AnswerBody({ reply }: { reply: AnswerReply }) {
  const lang = languageOf(reply.answer);
  if (reply.origin === "none") return <NotFound reply={reply} />;
  if (reply.origin === "human")
    return (
      <div class="prose said" lang={lang}>
        {reply.answer}
      </div>
    );
  if (reply.origin === "documents" && reply.sentences.length > 0)
    return (
      <div class="quotes" lang={lang}>
        {reply.sentences.map((sentence, index) => (
          <Quote key={index} sentence={sentence} reply={reply} />
        ))}
      </div>
    );
  const unsupported = reply.sentences.filter((sentence) => sentence.supported === false).length;
  return (
    <div lang={lang}>
      <Markdown text={withMarks(reply.answer, reply.sentences)} reply={reply} />
      {unsupported > 0 && <p class="caution">{t("unsupportedCount", { n: unsupported })}</p>}
    </div>
  );
}

function Quote({ sentence, reply }: { sentence: Sentence; reply: AnswerReply }) {
  const [before, last] = lastWord(sentence.text);
  return (
    <blockquote class="quote">
      {before}
      <Chips numbers={sentence.citations} reply={reply} after={last} />
    </blockquote>
  );
}

function NotFound({ reply }: { reply: AnswerReply }) {
  return (
    <div class="nothing">
      {reply.answer !== "" && <p lang={languageOf(reply.answer)}>{reply.answer}</p>}
      <p>{t("notFoundHints")}</p>
      <ul>
        <li>{t("hintWords")}</li>
        <li>
          <a href="#/documents">{t("hintDocuments")}</a>
        </li>
        <li>{t("hintAnswer")}</li>
      </ul>
    </div>
  );
}
