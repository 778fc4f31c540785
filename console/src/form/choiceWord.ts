/** What may be chosen, as a person reads it. */

import { plain } from "../approvals/plain";
import { t } from "../i18n";

/** From so many on one is searched for. */
export const MANY = 12;

export function choiceWord(choice: unknown): string {
  if (typeof choice === "boolean") return t(choice ? "yes" : "no");
  return plain(typeof choice === "string" ? choice : JSON.stringify(choice));
}
