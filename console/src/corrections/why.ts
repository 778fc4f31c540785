/** What is to be explained; kept while the person looks elsewhere, and set from there. */

import { signal } from "@preact/signals";

export const wanted = {
  question: signal(""),
  /** As if the corrections on trial stood. */
  trial: signal(false),
  /** Whether it is asked as soon as it is shown. */
  at_once: signal(false),
};

/** Shows what a correction on trial would do to its own question. */
export function preview(question: string): void {
  wanted.question.value = question;
  wanted.trial.value = true;
  wanted.at_once.value = true;
  location.hash = "#/corrections/why";
}
