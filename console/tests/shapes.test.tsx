import { renderToString } from "preact-render-to-string";
import { expect, test } from "vitest";
import { Data } from "../src/tools/result/Data";
import { DataTable } from "../src/tools/result/DataTable";
import { filesIn, isToolOutput, tableOf, withoutEnvelope } from "../src/tools/result/shapes";

test("rows of objects and columns with rows are tables, all else is not", () => {
  expect(tableOf([{ a: 1 }, { b: null, a: 2 }])).toEqual({
    columns: ["a", "b"],
    rows: [
      [1, undefined],
      [2, null],
    ],
  });
  expect(tableOf({ columns: [{ name: "n" }, "m"], rows: [[1, 2]] })).toEqual({ columns: ["n", "m"], rows: [[1, 2]] });
  for (const other of [
    [],
    [1],
    [{}],
    [{ a: 1 }, 2],
    { columns: [1], rows: [[1]] },
    { columns: [], rows: [1] },
    "a",
    null,
  ])
    expect(tableOf(other)).toBeNull();
});

test("what a toolbox's tool gives is told apart from a built-in one's fields", () => {
  const output = { text: "", data: null, failed: false, status: 200, files: [], origin: "none" };
  expect(isToolOutput({ ...output, receipt: "r" })).toBe(true);
  expect(isToolOutput({ value: "2.27", receipt: "r" })).toBe(false);
  expect(
    withoutEnvelope({ value: "2.27", receipt: "r", proof: {}, labels: [], related: [], correction: null }),
  ).toEqual({
    value: "2.27",
  });
});

test("what a function gave is shown without the name that every such value has", () => {
  expect(withoutEnvelope({ result: [1], receipt: "r" })).toEqual([1]);
  expect(withoutEnvelope({ result: 1, exact: true })).toEqual({ result: 1, exact: true });
});

test("files that a tool made are told apart from rows that only look like them", () => {
  const file = { name: "a.png", media_type: "image/png", content: "aGVsbG8=" };
  expect(filesIn([file])).toEqual([file]);
  expect(filesIn(file)).toEqual([file]);
  for (const other of [
    [],
    [file, {}],
    { ...file, content: "no base64" },
    { ...file, more: 1 },
    { ...file, name: 3 },
    null,
  ])
    expect(filesIn(other)).toBeNull();
  expect(renderToString(<Data value={{ files: [{ ...file, name: "../<b>.png" }] }} />)).not.toContain("<b>");
});

const HOSTILE = "<img src=x onerror=alert(1)>";

test("text of strangers is text wherever it stands, and what cannot be seen is told", () => {
  const shown = renderToString(<Data value={{ [HOSTILE]: [HOSTILE, { deep: { deeper: "a\u202Eb" } }] }} />);
  expect(shown).not.toContain("<img");
  expect(shown).toContain("&lt;img src=x");
  expect(shown).toContain("a⟨U+202E⟩b");
});

test("a table shows what it knows; what is missing is no word, and a cell with parts is folded up", () => {
  const table = tableOf([{ name: HOSTILE, rate: 7.12, more: { a: 1 } }, { name: "EUR" }])!;
  const shown = renderToString(<DataTable table={table} depth={0} />);
  expect(shown).not.toContain("<img");
  expect(shown.match(/<tr/g)).toHaveLength(3);
  expect(shown).toContain("7.12");
  expect(shown).toContain("–");
  expect(shown).toContain("<details><summary>items: 1</summary>");
});

test("what a tool says in both languages is shown in that of the page", () => {
  expect(renderToString(<Data value={{ day: { zh: "周四", en: "Thursday" } }} />)).toContain("Thursday");
  expect(renderToString(<Data value={{ zh: "周四", en: "Thursday", ja: "木曜日" }} />)).toContain("木曜日");
});

test("a long list says how much of it is left out", () => {
  const many = Array.from({ length: 130 }, (_, index) => index);
  expect(renderToString(<Data value={many} />)).toContain("30 more");
});

test("no depth of a stranger's answer breaks the page", () => {
  let deep: unknown = "bottom";
  for (let depth = 0; depth < 50; depth++) deep = { deep };
  expect(renderToString(<Data value={deep} />)).toContain("bottom");
});
