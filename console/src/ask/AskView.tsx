/** The first screen: the conversation, and the box to ask in. */

import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { Icon } from "../icons";
import { AskBox } from "./AskBox";
import { Turn } from "./Turn";
import { clear, turns } from "./turns";
import { Welcome } from "./Welcome";

export function AskView() {
  const thread = useRef<HTMLDivElement>(null);
  const number = turns.value.length;
  useEffect(() => {
    thread.current?.lastElementChild?.scrollIntoView({ block: "start" });
  }, [number]);
  if (number === 0)
    return (
      <div class="ask empty">
        <Welcome />
      </div>
    );
  return (
    <div class="ask">
      <header class="thread-head">
        <h1 class="unseen">{t("conversation")}</h1>
        <button type="button" class="quiet" onClick={clear}>
          <Icon name="ask" />
          {t("startAnew")}
        </button>
      </header>
      <div class="thread" ref={thread} role="log" aria-label={t("conversation")} aria-live="off">
        {turns.value.map((turn) => (
          <Turn key={turn.id} turn={turn} />
        ))}
      </div>
      <div class="dock">
        <AskBox />
      </div>
    </div>
  );
}
