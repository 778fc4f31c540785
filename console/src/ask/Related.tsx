/** A person corrected a question that looks like this one. One click says that it is the same. */

import { useSignal } from "@preact/signals";
import type { Ruling } from "../api";
import { day, languageOf } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { authorName } from "../status";
import { told } from "../told";
import { differs, sameAs } from "./turns";

export function Related({ turn, ruling }: { turn: number; ruling: Ruling }) {
  const busy = useSignal(false);
  const same = async () => {
    busy.value = true;
    await sameAs(turn, ruling);
    busy.value = false;
  };
  return (
    <aside class="related" aria-label={t("relatedTitle")}>
      <h3>
        <Icon name="person" />
        {t("relatedTitle")}
      </h3>
      <dl>
        <dt>{t("relatedQuestion")}</dt>
        <dd lang={languageOf(ruling.question)}>{ruling.question}</dd>
        <dt>{t("relatedAnswer", { name: authorName(ruling.author), day: day(ruling.written_at) })}</dt>
        <dd class="said" lang={languageOf(ruling.answer)}>
          {ruling.answer}
        </dd>
      </dl>
      {ruling.why && <p class="why">{told(ruling.why)}</p>}
      <div class="actions">
        <button type="button" class="primary" disabled={busy.value} onClick={() => void same()}>
          {t("relatedSame")}
        </button>
        <button type="button" class="quiet" onClick={() => differs(turn, ruling)}>
          {t("relatedDiffers")}
        </button>
      </div>
    </aside>
  );
}
