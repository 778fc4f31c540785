/** The end of a text that a citation's number stays with, so that no number begins a line alone. */

/** A Chinese or Japanese character with its punctuation, or the end of a word: long ones may still break before it. */
const LAST =
  /(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][\p{P}\p{S}]{0,4}|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,12})$/u;

/** What comes before it, and it. */
export function lastWord(text: string): [before: string, last: string] {
  const at = LAST.exec(text)?.index ?? text.length;
  return [text.slice(0, at), text.slice(at)];
}
