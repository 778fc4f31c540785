/** Sets a model's Markdown without any HTML: its tokens become elements, and raw HTML in it is shown as the text it is.
 *
 * Nothing here makes markup out of a string, so the page can forbid that altogether (`trusted-types 'none'`).
 */

import { lexer, type Token, type Tokens } from "marked";
import type { ComponentChild } from "preact";
import { useMemo } from "preact/hooks";
import type { AnswerReply, Sentence } from "../api";
import { t } from "../i18n";
import { Chips } from "./Chips";
import { lastWord } from "./lastWord";
import { BEGIN, CLOSE, NUMBERED } from "./marks";

export function Markdown({ text, reply }: { text: string; reply?: AnswerReply }) {
  const tokens = useMemo(() => lexer(text, { gfm: true }), [text]);
  return <div class="prose">{new Setter(reply ?? null).blocks(tokens)}</div>;
}

const LEAF = new RegExp(`(${BEGIN}\\d+${NUMBERED}|${CLOSE})`);
const HEADINGS = ["h3", "h3", "h4", "h5", "h6", "h6"] as const;
const SAFE_LINK = /^(?:https?:|mailto:)/i;
const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

/** Walks the tokens in the order of the text, and so knows which sentence it is in. */
class Setter {
  #sentence: number | null = null;

  constructor(private readonly reply: AnswerReply | null) {}

  blocks(tokens: readonly Token[] = []): ComponentChild[] {
    return tokens.map((token) => this.block(token));
  }

  private block(token: Token): ComponentChild {
    switch (token.type) {
      case "space":
      case "def":
        return null;
      case "heading": {
        const Heading = HEADINGS[(token as Tokens.Heading).depth - 1] ?? "h6";
        return <Heading>{this.inlines(token.tokens)}</Heading>;
      }
      case "code":
        return (
          <pre>
            <code>{this.leaf(token.text)}</code>
          </pre>
        );
      case "blockquote":
        return <blockquote>{this.blocks(token.tokens)}</blockquote>;
      case "hr":
        return <hr />;
      case "list":
        return this.list(token as Tokens.List);
      case "table":
        return this.table(token as Tokens.Table);
      case "paragraph":
        return <p>{this.inlines(token.tokens)}</p>;
      default:
        return this.inline(token);
    }
  }

  private list(list: Tokens.List): ComponentChild {
    const items = list.items.map((item) => <li>{this.blocks(item.tokens)}</li>);
    return list.ordered ? <ol start={list.start === "" ? 1 : list.start}>{items}</ol> : <ul>{items}</ul>;
  }

  private table(table: Tokens.Table): ComponentChild {
    return (
      <div class="scrolled">
        <table>
          <thead>
            <tr>
              {table.header.map((cell) => (
                <th>{this.inlines(cell.tokens)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr>
                {row.map((cell) => (
                  <td>{this.inlines(cell.tokens)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  }

  private inlines(tokens: readonly Token[] = []): ComponentChild[] {
    return tokens.map((token) => this.inline(token));
  }

  private inline(token: Token): ComponentChild {
    switch (token.type) {
      case "strong":
        return <strong>{this.inlines(token.tokens)}</strong>;
      case "em":
        return <em>{this.inlines(token.tokens)}</em>;
      case "del":
        return <del>{this.inlines(token.tokens)}</del>;
      case "codespan":
        return <code>{this.leaf(token.text)}</code>;
      case "br":
        return <br />;
      case "checkbox":
        return (token as Tokens.Checkbox).checked ? "☑ " : "☐ ";
      case "link":
        return this.link(token as Tokens.Link);
      case "image":
        return <span class="dropped">{t("imageDropped", { name: token.text || (token as Tokens.Image).href })}</span>;
      case "html":
        return this.leaf(token.raw);
      default:
        return "tokens" in token && token.tokens ? this.inlines(token.tokens) : this.leaf(decoded(textOf(token)));
    }
  }

  private link(link: Tokens.Link): ComponentChild {
    if (!SAFE_LINK.test(link.href)) return this.inlines(link.tokens);
    return (
      <a href={link.href} title={link.href} target="_blank" rel="noopener noreferrer nofollow">
        {this.inlines(link.tokens)}
      </a>
    );
  }

  /** Text at last: marks begin and end sentences, the rest is shown as it is. */
  private leaf(text: string): ComponentChild[] {
    let last = "";
    return text.split(LEAF).map((part, index, parts) => {
      if (part === CLOSE) return this.close(last);
      if (part.startsWith(BEGIN)) {
        this.#sentence = Number(part.slice(1, -1));
        return null;
      }
      // Where a sentence is not supported the words that say so come between, and the number stays with them.
      const keeps = parts[index + 1] === CLOSE && !this.unsupported() && this.sentence()?.citations.length;
      const [before, word] = keeps ? lastWord(part) : [part, ""];
      last = word;
      return this.words(before);
    });
  }

  private words(text: string): ComponentChild {
    return this.unsupported() && text !== "" ? <span class="unsupported">{text}</span> : text;
  }

  private unsupported(): boolean {
    return this.sentence()?.supported === false;
  }

  private sentence(): Sentence | undefined {
    return this.#sentence === null ? undefined : this.reply?.sentences[this.#sentence];
  }

  /** Ends a sentence whose `last` word is still to be set: it stays together with the first number. */
  private close(last: string): ComponentChild {
    const sentence = this.sentence();
    const doubtful = this.unsupported();
    this.#sentence = null;
    if (sentence === undefined || this.reply === null) return last;
    const after = (
      <>
        {last}
        {doubtful && <span class="doubt">{t("unsupported")}</span>}
      </>
    );
    return <Chips numbers={sentence.citations} reply={this.reply} after={after} />;
  }
}

function textOf(token: Token): string {
  return "text" in token && typeof token.text === "string" ? token.text : token.raw;
}

function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}
