/** Marks where each sentence of an answer begins and ends, so that Markdown can be set around them.
 *
 * Markdown may cut a sentence into several tokens, so the marks travel inside the text: private-use characters that are
 * removed from what the model wrote. `BEGIN n END_OF_NUMBER sentence CLOSE`.
 */

import type { Sentence } from "../api";

export const BEGIN = "\uE000";
export const NUMBERED = "\uE001";
export const CLOSE = "\uE002";

const MARKS = /[\uE000-\uE002]/g;

/** What stands before a sentence but belongs to the block it is in: `- `, `2. `, `## `, `> `, a table's bar. */
const BLOCK = /^(?:\s*(?:(?:[-*+>]|#{1,6}|\d{1,3}[.)])\s+|\|\s*))*/;

/** What must stay at the very end of its line: spaces, a table's bar. */
const TAIL = /[\s|]*$/;

export function withMarks(answer: string, sentences: readonly Sentence[]): string {
  const text = withoutMarks(answer);
  let result = "";
  let at = 0;
  for (const [number, sentence] of sentences.entries()) {
    const wanted = withoutMarks(sentence.text).trim();
    const start = text.indexOf(wanted, at);
    if (wanted === "" || start < 0) continue;
    result += text.slice(at, start) + marked(wanted, number);
    at = start + wanted.length;
  }
  return result + text.slice(at);
}

export function withoutMarks(text: string): string {
  return text.replace(MARKS, "");
}

function marked(sentence: string, number: number): string {
  const head = BLOCK.exec(sentence)?.[0] ?? "";
  const tail = TAIL.exec(sentence.slice(head.length))?.[0] ?? "";
  const body = sentence.slice(head.length, sentence.length - tail.length);
  const close = body.endsWith("```") ? `\n\n${CLOSE}` : CLOSE;
  return `${head}${BEGIN}${number}${NUMBERED}${body}${close}${tail}`;
}
