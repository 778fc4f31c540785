/** Answers that somebody was not satisfied with, each with its passages beside it; j and k go from one to the next. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { QueueItem } from "../api";
import { Choice } from "../Choice";
import { call } from "../client";
import { type Key, t } from "../i18n";
import { isTyping } from "../keys";
import { More, useListed } from "../listed";
import { Trouble } from "../Trouble";
import { QueueCard } from "./QueueCard";

const STATES: Record<QueueItem["state"], Key> = {
  open: "queueOpen",
  corrected: "queueCorrected",
  dismissed: "queueDismissed",
};

export function QueuePart() {
  const state = useSignal<QueueItem["state"] | "">("open");
  const { rows, error, busy, more, reload } = useListed(
    async (portion, stop) => (await call("corrections:queue", { state: state.value || null, ...portion }, stop)).items,
    [state.value],
  );
  useEffect(() => {
    addEventListener("keydown", moveAmongCards);
    return () => removeEventListener("keydown", moveAmongCards);
  }, []);
  return (
    <>
      <div class="filters">
        <Choice name="status" words={STATES} value={state.value} choose={(wanted) => (state.value = wanted)} />
        <p class="note keys">
          <kbd>j</kbd> <kbd>k</kbd> {t("keysNext")} · <kbd>c</kbd> {t("correct")} · <kbd>d</kbd> {t("dismiss")}
        </p>
      </div>
      <Trouble error={error} />
      <ul class="cards queue" aria-busy={busy}>
        {rows?.map((item) => (
          <QueueCard key={item.id} item={item} word={t(STATES[item.state])} changed={reload} />
        ))}
      </ul>
      {rows?.length === 0 && <p class="none">{t(state.value === "open" ? "queueEmpty" : "nothingFound")}</p>}
      <More more={more} />
    </>
  );
}

/** From the card that has the focus, or is around what has it, to its neighbour; to the first where none has it. */
function moveAmongCards(event: KeyboardEvent): void {
  const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
  if (step === 0 || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const cards = Array.from(document.querySelectorAll<HTMLElement>(".queue > li"));
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  const to = at < 0 ? cards[0] : cards[at + step];
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
}
