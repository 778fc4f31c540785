/** What the server says in both languages, in that of the page; what somebody else said stands as they said it. */

import type { Words } from "./schema";
import { language } from "./preferences";

export type Told = string | Words;

export function told(said: Told): string {
  return typeof said === "string" ? said : said[language.value];
}
