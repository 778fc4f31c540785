/** One answer that is not right: the question, what was said, the passages beside it; correct it or dismiss it. */

import { useSignal } from "@preact/signals";
import type { Citation, QueueItem } from "../api";
import { CorrectForm } from "../ask/CorrectForm";
import { place } from "../ask/Sources";
import { call } from "../client";
import { fileName, languageOf, when } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { openCitation, openReceipt } from "../route";
import { Side } from "../Side";
import { authorName } from "../status";
import { WhyForm } from "../WhyForm";

interface Properties {
  item: QueueItem;
  /** Its state in words. */
  word: string;
  changed: () => void;
}

export function QueueCard({ item, word, changed }: Properties) {
  const doing = useSignal<"correct" | "dismiss" | null>(null);
  const open = item.state === "open";
  const close = () => (doing.value = null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || !open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== "c" && event.key !== "d") return;
    event.preventDefault();
    doing.value = event.key === "c" ? "correct" : "dismiss";
  };
  const saved = ({ status }: { status: string }) => {
    notify(t(status === "standing" ? "correctionSaved" : "correctionProposed"));
    changed();
  };
  return (
    <li class="card queue-card" tabIndex={-1} onKeyDown={onKeyDown}>
      <header>
        <h2 lang={languageOf(item.question ?? "")}>{item.question ?? t("erasedHere")}</h2>
        <span class={`state ${open ? "waiting" : item.state === "corrected" ? "ok" : ""}`}>{word}</span>
      </header>
      <p class="faint">
        <Icon name="down_thumb" /> {authorName(item.by)} · {when(item.at)}
        {item.why && <span lang={languageOf(item.why)}> · {item.why}</span>}
      </p>
      <Said item={item} />
      {item.closed_by !== null && <Closed item={item} />}
      {doing.value === "correct" && (
        <CorrectForm receipt={item.receipt} before={item.answer ?? ""} base={null} saved={saved} close={close} />
      )}
      {doing.value === "dismiss" && (
        <WhyForm label={t("why")} does={t("dismiss")} run={(why) => void dismiss(item, why, changed)} close={close} />
      )}
      {doing.value === null && (
        <div class="actions">
          {open && (
            <>
              <button type="button" class="primary" onClick={() => (doing.value = "correct")}>
                <Icon name="corrections" />
                {t("correct")}
              </button>
              <button type="button" class="quiet" onClick={() => (doing.value = "dismiss")}>
                <Icon name="close" />
                {t("dismiss")}
              </button>
            </>
          )}
          <button type="button" class="quiet receipt-of" onClick={() => openReceipt(item.receipt)}>
            <Icon name="receipts" />
            {t("receipt")}
          </button>
        </div>
      )}
    </li>
  );
}

function Said({ item }: { item: QueueItem }) {
  const citations = item.citations as Citation[];
  return (
    <div class="versus">
      <Side name={t("whatWasSaid")}>
        <p class="said" lang={languageOf(item.answer ?? "")}>
          {item.answer ?? t("nothingSaid")}
        </p>
      </Side>
      <Side name={t("sources")}>
        {citations.length === 0 && <p class="faint">{t("noPassages")}</p>}
        {citations.map((citation, index) => (
          <button
            key={index}
            type="button"
            class="passage"
            onClick={() => openCitation(citation, String(index + 1), item.receipt)}
          >
            <span class="faint">
              {fileName(citation.path)} · {place(citation)}
            </span>
            <span lang={languageOf(citation.quote)}>{citation.quote}</span>
          </button>
        ))}
      </Side>
    </div>
  );
}

function Closed({ item }: { item: QueueItem }) {
  return (
    <p class="faint">
      <Icon name="check" /> {authorName(item.closed_by ?? "")} · {item.closed_at && when(item.closed_at)}
      {item.closed_why && <span lang={languageOf(item.closed_why)}> · {item.closed_why}</span>}
    </p>
  );
}

async function dismiss(item: QueueItem, why: string, changed: () => void): Promise<void> {
  try {
    await call("corrections:dismiss", { item: item.id, why });
    notify(t("dismissed"));
    changed();
  } catch (error) {
    complain(error);
  }
}
