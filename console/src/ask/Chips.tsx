/** The numbers behind a sentence. Each opens its citation beside the answer; arrow keys go from one to the next. */

import type { ComponentChildren } from "preact";
import type { AnswerReply } from "../api";
import { fileName } from "../formats";
import { t } from "../i18n";
import { beside, openCitation } from "../route";

interface Properties {
  numbers: readonly number[];
  reply: AnswerReply;
  /** The last word before them: the first number stays on its line. */
  after: ComponentChildren;
}

export function Chips({ numbers, reply, after }: Properties) {
  const [first, ...others] = numbers;
  if (first === undefined) return <>{after}</>;
  return (
    <>
      <span class="kept">
        {after}
        <Chip number={first} reply={reply} />
      </span>
      {others.map((number) => (
        <Chip key={number} number={number} reply={reply} />
      ))}
    </>
  );
}

function Chip({ number, reply }: { number: number; reply: AnswerReply }) {
  const citation = reply.citations[number];
  if (citation === undefined) return null;
  const label = String(number + 1);
  const opened = beside.value?.kind === "page" && beside.value.citation === citation;
  return (
    <button
      type="button"
      class="chip"
      aria-label={t("openCitation", { n: label, name: fileName(citation.path) })}
      aria-pressed={opened}
      title={citation.quote}
      onClick={() => openCitation(citation, label, reply.receipt)}
      onKeyDown={moveAmongChips}
    >
      {label}
    </button>
  );
}

/** Left and right move the focus; when a citation is already open beside the answer, the pane follows. */
function moveAmongChips(event: KeyboardEvent): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  const from = event.currentTarget as HTMLElement;
  const chips = Array.from(from.closest(".answer")?.querySelectorAll<HTMLElement>(".chip") ?? []);
  const to = chips[chips.indexOf(from) + step];
  if (step === 0 || to === undefined) return;
  event.preventDefault();
  to.focus();
  if (beside.value?.kind === "page") to.click();
}
