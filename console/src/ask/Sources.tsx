/** The cited places under an answer: which file, which page, which lines. */

import type { AnswerReply, Citation } from "../api";
import { amendedWord } from "../fixes/names";
import { fileName, languageOf } from "../formats";
import { t } from "../i18n";
import { beside, openCitation } from "../route";

export function Sources({ reply }: { reply: AnswerReply }) {
  if (reply.citations.length === 0) return null;
  return (
    <ol class="sources" aria-label={t("sources")}>
      {reply.citations.map((citation, index) => (
        <li key={index}>
          <Source
            citation={citation}
            label={String(index + 1)}
            quoted={reply.origin === "documents"}
            receipt={reply.receipt}
          />
        </li>
      ))}
    </ol>
  );
}

interface SourceProperties {
  citation: Citation;
  label: string;
  quoted: boolean;
  receipt: string;
}

function Source({ citation, label, quoted, receipt }: SourceProperties) {
  const opened = beside.value?.kind === "page" && beside.value.citation === citation;
  return (
    <button type="button" class="source" aria-pressed={opened} onClick={() => openCitation(citation, label, receipt)}>
      <span class="source-number">{label}</span>
      <span class="source-name" title={citation.path} lang={languageOf(citation.path)}>
        {fileName(citation.path)}
      </span>
      <span class="source-place">{place(citation)}</span>
      {citation.amendments.map((amendment) => (
        <span key={amendment.fix} class="source-amended">
          {amendedWord(amendment)}
        </span>
      ))}
      {!quoted && (
        <span class="source-quote" lang={languageOf(citation.quote)}>
          {citation.quote}
        </span>
      )}
    </button>
  );
}

/** Where in its document a citation stands, in words. */
export function place(citation: Citation): string {
  const { page, line_start: from, line_end: to, section } = citation;
  const lines = from === null ? "" : from === to || to === null ? t("line", { n: from }) : t("lines", { from, to });
  return [page === null ? "" : t("page", { n: page }), lines, from === null ? (section ?? "") : ""]
    .filter(Boolean)
    .join(" · ");
}
