/** A call that a model wants made and a person has to agree to, exactly as it stands here. */

import type { Waiting } from "../../api";
import { Request } from "../../approvals/Request";
import { countWaiting } from "../../approvals/waiting";
import { useEffect } from "preact/hooks";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { goOn } from "./uses";

interface Properties {
  call: Waiting;
  /** Of the thing that was to be done. */
  id: number;
  resume: string;
}

export function WaitingCall({ call, id, resume }: Properties) {
  useEffect(() => void countWaiting(), [call.approval]);
  return (
    <section class="card approval" aria-label={t("waitsForPerson")}>
      <header>
        <h3>
          <code>{call.tool}</code>
        </h3>
        <span class="state waiting">{t("statusWaiting")}</span>
      </header>
      <p>{t("waitsExplained")}</p>
      <Request input={call.arguments} />
      <div class="actions">
        <a class="primary" href="#/approvals">
          <Icon name="approvals" />
          {t("toApprovals")}
        </a>
        <button type="button" class="quiet" onClick={() => goOn(id, resume)}>
          <Icon name="play" />
          {t("goOnNow")}
        </button>
      </div>
    </section>
  );
}
