/** The text of a page, line by line with the lines' numbers, and the cited characters marked. */

import { useEffect, useRef } from "preact/hooks";
import type { Citation, PageLine } from "../api";
import { pieces, type Range } from "../highlight";
import { t } from "../i18n";

interface Properties {
  lines: readonly PageLine[];
  citation: Citation | null;
  lang: string | undefined;
}

export function PageText({ lines, citation, lang }: Properties) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector("mark")?.scrollIntoView({ block: "center" });
  }, [lines, citation]);
  if (lines.every((line) => line.text === "")) return <p class="none">{t("noText")}</p>;
  const range: Range | null = citation && { start: citation.char_start, end: citation.char_end };
  return (
    <div class="page-text" ref={place} lang={lang}>
      {lines.map((line, index) => (
        <div key={index} class={`line ${line.heading ? "heading" : ""} ${line.text === "" ? "gap" : ""}`}>
          <span class="line-number" aria-hidden="true">
            {line.text === "" ? "" : line.line}
          </span>
          <span class="line-text">
            {pieces(line, range).map((piece, at) =>
              piece.cited ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
            )}
          </span>
        </div>
      ))}
    </div>
  );
}
