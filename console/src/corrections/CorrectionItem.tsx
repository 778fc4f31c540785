/** One correction: what was asked, what a person answered, its other wordings, what contradicts it, and its story. */

import type { Conflict, Correction } from "../api";
import { count, day, languageOf, when } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { openReceipt } from "../route";
import { authorName } from "../status";
import { Conflicts } from "./Conflicts";
import { act, Deeds } from "./Deeds";
import { History } from "./History";
import { scopeWord, stateWord } from "./names";
import { preview } from "./why";
import { Wordings } from "./Wordings";

interface Properties {
  correction: Correction;
  conflicts: readonly Conflict[];
  changed: () => void;
}

export function CorrectionItem({ correction, conflicts, changed }: Properties) {
  const contradicted = conflicts.length > 0;
  return (
    <li class="card correction">
      <header>
        <h2 lang={languageOf(correction.question)}>{correction.question}</h2>
        <span class={`state ${correction.state === "standing" ? "ok" : correction.state}`}>
          {stateWord(correction.state)}
        </span>
      </header>
      <p class="said" lang={languageOf(correction.answer)}>
        {correction.answer}
      </p>
      {correction.why && (
        <p class="faint" lang={languageOf(correction.why)}>
          {correction.why}
        </p>
      )}
      <Wordings correction={correction} changed={changed} />
      <p class="faint">
        <Icon name="person" /> {facts(correction).join(" · ")}
      </p>
      {contradicted && (
        <Conflicts
          correction={correction}
          conflicts={conflicts}
          approve={(decision) => void act("approve", correction, changed, decision)}
        />
      )}
      <div class="actions">
        <History id={correction.id} />
        {correction.source && (
          <button type="button" class="quiet" title={t("source")} onClick={() => openReceipt(correction.source!)}>
            <Icon name="receipts" />
            {t("receipt")}
          </button>
        )}
        {correction.state === "trial" && (
          <button type="button" class="quiet" onClick={() => preview(correction.question)}>
            <Icon name="none" />
            {t("preview")}
          </button>
        )}
        <Deeds correction={correction} except={contradicted ? "approve" : undefined} changed={changed} />
      </div>
    </li>
  );
}

function facts(correction: Correction): string[] {
  const { author, written_at, expires_at, hits, last_hit_at } = correction;
  return [
    authorName(author),
    day(written_at),
    scopeWord(correction),
    expires_at ? t("until", { day: day(expires_at) }) : "",
    t("hits", { n: count(hits) }),
    last_hit_at ? t("lastHit", { time: when(last_hit_at) }) : "",
  ].filter(Boolean);
}
