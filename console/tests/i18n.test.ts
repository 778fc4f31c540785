import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Key, t, WORDS } from "../src/i18n";
import { chosenLanguage, ofBrowser } from "../src/preferences";

afterEach(() => {
  chosenLanguage.value = "auto";
});

function gaps(words: string): string[] {
  return [...words.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();
}

test.each(Object.entries(WORDS))("%s stands in both languages, with the same gaps", (_, [zh, en]) => {
  expect(zh.trim()).not.toBe("");
  expect(en.trim()).not.toBe("");
  expect(gaps(zh)).toEqual(gaps(en));
  expect(en).not.toMatch(/\p{Script=Han}(?!.*:)/u);
});

test("no word stands twice: of two, one would be lost", () => {
  const sources = ["i18n.ts", ...readdirSync("src/words").map((name) => join("words", name))];
  const keys = sources.flatMap((name) =>
    [...readFileSync(join("src", name), "utf8").matchAll(/^ {2}(\w+): \[/gm)].map((match) => match[1]!),
  );
  expect(keys.length).toBeGreaterThan(900);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test("every word is used somewhere", () => {
  const source = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && name !== "i18n.ts")
    .map((name) => readFileSync(join("src", name), "utf8"))
    .join("\n");
  const unused = (Object.keys(WORDS) as Key[]).filter((key) => !source.includes(`"${key}"`));
  expect(unused).toEqual([]);
});

test("values are filled in, in the language that was chosen", () => {
  chosenLanguage.value = "zh";
  expect(t("lines", { from: 3, to: 5 })).toBe("第 3–5 行");
  chosenLanguage.value = "en";
  expect(t("lines", { from: 3, to: 5 })).toBe("lines 3–5");
});

test("the browser's first language that we speak wins", () => {
  expect(ofBrowser(["fr-FR", "zh-TW", "en"])).toBe("zh");
  expect(ofBrowser(["fr", "en-GB", "zh"])).toBe("en");
  expect(ofBrowser(["de"])).toBe("en");
  expect(ofBrowser([])).toBe("en");
});
