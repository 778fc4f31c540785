import "./browser";
import { afterEach, expect, test, vi } from "vitest";
import { call } from "../src/client";
import { apiKey, chosenLanguage } from "../src/preferences";

const sent: Headers[] = [];

function answer(): Promise<Response> {
  return Promise.resolve(new Response("{}", { headers: { "content-type": "application/json" } }));
}

afterEach(() => {
  vi.unstubAllGlobals();
  sent.length = 0;
});

test("a request says in which language to answer, and the page's choice counts more than the browser's", async () => {
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    sent.push(init.headers as Headers);
    return answer();
  });
  chosenLanguage.value = "zh";
  await call("knowledge:bases", {});
  chosenLanguage.value = "en";
  apiKey.value = "wk_a";
  await call("knowledge:bases", {});
  expect(sent.map((one) => [one.get("accept-language"), one.get("authorization")])).toEqual([
    ["zh", null],
    ["en", "Bearer wk_a"],
  ]);
});
