/** What the server says in one language, in that of the page. */

import { type Key, t } from "./i18n";

/** How something is said, and the words for it; its named groups are filled in. */
export type Saying = readonly [RegExp, Key];

/** What nobody foresaw stands as the server says it. */
export function retold(said: string, known: readonly Saying[]): string {
  for (const [pattern, key] of known) {
    const found = pattern.exec(said);
    if (found) return t(key, found.groups);
  }
  return said;
}
