/** The text of a page, line by line with the lines' numbers, and the cited characters marked; what a person set right struck through. */

import { useEffect, useRef } from "preact/hooks";
import type { Amendment, Citation, PageLine } from "../api";
import { amendedWord } from "../fixes/names";
import { languageOf } from "../formats";
import { type Piece, pieces, type Range } from "../highlight";
import { t } from "../i18n";

interface Properties {
  lines: readonly PageLine[];
  citation: Citation | null;
  amendments: readonly Amendment[];
  lang: string | undefined;
}

export function PageText({ lines, citation, amendments, lang }: Properties) {
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
            {pieces(line, range, amendments).map((piece, at) => (
              <OnePiece key={at} piece={piece} />
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}

function OnePiece({ piece: { text, cited, amendment, ends } }: { piece: Piece }) {
  const said = amendment === null ? text : <del title={amendedWord(amendment)}>{text}</del>;
  return (
    <>
      {cited ? <mark>{said}</mark> : <span>{said}</span>}
      {amendment !== null && ends && (
        <ins class={`amended ${amendment.kind}`} title={amendedWord(amendment)}>
          {amendment.text && <span lang={languageOf(amendment.text)}>{amendment.text}</span>}
          <small>{amendedWord(amendment)}</small>
        </ins>
      )}
    </>
  );
}
