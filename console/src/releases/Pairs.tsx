/** Cases by name, each with both answers, what is different in them, and why one of them is not right. */

import { useSignal } from "@preact/signals";
import type { Pair } from "../api";
import { Difference } from "../ask/Difference";
import { count, languageOf } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { openReceipt } from "../route";
import { Side } from "../Side";
import { told } from "../told";
import { shortCase } from "./caseNames";

const PAGE = 20;

interface Properties {
  title: string;
  pairs: readonly Pair[];
  /** Open from the beginning: what a person has to look at. */
  urgent?: boolean;
}

export function Pairs({ title, pairs, urgent = false }: Properties) {
  const shown = useSignal(PAGE);
  if (pairs.length === 0) return null;
  return (
    <details class={`pairs ${urgent ? "urgent" : ""}`} open={urgent}>
      <summary>
        {title} ({count(pairs.length)})
      </summary>
      <ul class="cards">
        {pairs.slice(0, shown.value).map((pair) => (
          <OnePair key={pair.case} pair={pair} />
        ))}
      </ul>
      {pairs.length > shown.value && (
        <button type="button" class="quiet more" onClick={() => (shown.value += PAGE)}>
          {t("more")}
        </button>
      )}
    </details>
  );
}

function OnePair({ pair }: { pair: Pair }) {
  return (
    <li class="card pair">
      <header>
        <h4 lang={languageOf(pair.question)}>{pair.question}</h4>
        <code title={pair.case}>{shortCase(pair.case)}</code>
      </header>
      <div class="versus">
        <Side name={t("before")}>
          <Answer text={pair.before} />
        </Side>
        <Side name={t("after")}>
          <Answer text={pair.after} />
        </Side>
      </div>
      {pair.before !== "" && pair.before !== pair.after && <Difference before={pair.before} after={pair.after} />}
      <ul class="reasons">
        {pair.why.map((reason, index) => (
          <li key={index}>{told(reason)}</li>
        ))}
      </ul>
      {pair.receipt && (
        <div class="actions">
          <button type="button" class="quiet" onClick={() => openReceipt(pair.receipt)}>
            <Icon name="receipts" />
            {t("receipt")}
          </button>
        </div>
      )}
    </li>
  );
}

function Answer({ text }: { text: string }) {
  return (
    <p class="said" lang={languageOf(text)}>
      {text || t("nothingSaid")}
    </p>
  );
}
