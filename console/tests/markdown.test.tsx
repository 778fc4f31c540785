import { render } from "preact-render-to-string";
import { expect, test } from "vitest";
import type { AnswerReply, Citation, Sentence } from "../src/api";
import { Markdown } from "../src/ask/Markdown";
import { withMarks } from "../src/ask/marks";

const CITATION = { path: "a/b.pdf", quote: "q", page: 1 } as Citation;

function set(answer: string, sentences: Sentence[] = []): string {
  const reply = { answer, sentences, citations: [CITATION, CITATION, CITATION] } as unknown as AnswerReply;
  return render(<Markdown text={withMarks(answer, sentences)} reply={reply} />);
}

function sentence(text: string, citations: number[] = [], supported: boolean | null = true): Sentence {
  return { text, citations, supported };
}

test.each([
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "<svg onload=alert(1)>\n\n<iframe src=//evil.example>",
  "text <b onmouseover=alert(1)>bold</b>",
  "[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x) [d](JaVaScRiPt:x)",
  "![pixel](http://evil.example/p.png)",
  "[![pixel](http://evil.example/p.png)](javascript:alert(1))",
  "<a href='javascript:alert(1)'>x</a>",
  "[r]: javascript:alert(1)\n\n[r]",
  "<style>*{display:none}</style>",
  '`<img src=x>` and\n```html\n<img src=x onerror="alert(1)">\n```',
  "| <img src=x> |\n| --- |\n| <script>1</script> |",
])("hostile Markdown becomes text: %s", (hostile) => {
  const html = set(hostile);
  expect(html).not.toMatch(/<(img|script|svg|iframe|style|b)\b/i);
  expect(html).not.toMatch(/<[^>]+\son\w+=/i);
  expect(html).not.toMatch(/href="(?!https?:|mailto:)/i);
});

test("links to the web stay, and cannot reach back", () => {
  expect(set("[x](https://example.org/a)")).toContain('rel="noopener noreferrer nofollow"');
});

test("entities are read once", () => {
  expect(set("a &lt;b&gt; &amp;amp; c")).toContain("a &lt;b> &amp;amp; c");
});

test("each sentence is followed by its citations, whatever Markdown it is in", () => {
  const answer =
    "## 标题\n\n第一句**很重要**。第二句。\n\n- 甲项\n- 乙项 `x`\n\n| 项 | 值 |\n| --- | --- |\n| 酒店 | 120 |";
  const html = set(answer, [
    sentence("第一句**很重要**。", [0]),
    sentence("第二句。", [1]),
    sentence("- 乙项 `x`", [2]),
    sentence("| 酒店 | 120 |", [0]),
  ]);
  const text = html.replace(/<button[^>]*>(\d)<\/button>/g, "[$1]").replace(/<[^>]+>/g, "");
  expect(text).toBe("标题第一句很重要。[1]第二句。[2]甲项乙项 x[3]项值酒店120[1]");
  expect(html).toContain("<strong>很重要</strong>");
  expect(html.match(/<li>/g)).toHaveLength(2);
  expect(html.match(/<td>/g)).toHaveLength(2);
});

test("an unsupported sentence is marked in all its parts, and only it", () => {
  const html = set("好的。坏**得很**。", [sentence("好的。", [0]), sentence("坏**得很**。", [], false)]);
  expect(html).toContain('<span class="unsupported">坏</span><strong><span class="unsupported">得很</span></strong>');
  expect(html).not.toContain('<span class="unsupported">好');
  expect(html).toContain('class="doubt"');
});

test("a model cannot forge marks", () => {
  expect(set("a\uE0000\uE001b\uE002", [sentence("a", [0])]).match(/<button/g)).toHaveLength(1);
});

test("a sentence that is not in the answer is left out, the rest stays in place", () => {
  expect(set("一。二。", [sentence("零。", [0]), sentence("二。", [1])]).match(/<button/g)).toHaveLength(1);
});
