/** Other ways to ask a corrected question: those that it answers, and those that wait for approval. */

import type { Correction } from "../api";
import { call } from "../client";
import { languageOf } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";

interface Properties {
  correction: Correction;
  changed: () => void;
}

export function Wordings({ correction, changed }: Properties) {
  const decide = async (deed: "approve" | "revoke", question: string) => {
    try {
      await call(`corrections:${deed}`, { correction: correction.id, question });
      notify(deed === "approve" ? t("approved") : t("withdrawn"));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  const withdraw = (wording: string) => void decide("revoke", wording);
  return (
    <>
      <List name={t("aliases")} wordings={correction.aliases} withdraw={withdraw} />
      <List
        name={t("pending")}
        wordings={correction.pending}
        withdraw={withdraw}
        approve={(wording) => void decide("approve", wording)}
      />
    </>
  );
}

interface ListProperties {
  name: string;
  wordings: readonly string[];
  withdraw: (wording: string) => void;
  approve?: (wording: string) => void;
}

function List({ name, wordings, withdraw, approve }: ListProperties) {
  if (wordings.length === 0) return null;
  return (
    <div class="wordings">
      <span class="faint">{name}</span>
      <ul class="aliases">
        {wordings.map((wording) => (
          <li key={wording}>
            <span lang={languageOf(wording)}>{wording}</span>
            {approve && (
              <button type="button" class="link" onClick={() => approve(wording)}>
                {t("approve")}
              </button>
            )}
            <button type="button" aria-label={t("withdraw", { wording })} onClick={() => withdraw(wording)}>
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
