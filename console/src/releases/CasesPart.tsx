/** Sets of cases: made from corrections, from receipts or from lines; looked at, run, removed. */

import { useSignal } from "@preact/signals";
import type { SetVersion } from "../api";
import { call } from "../client";
import { count, languageOf, when } from "../formats";
import { t } from "../i18n";
import { More, useListed } from "../listed";
import { complain, notify } from "../notices";
import { authorName, isAdmin } from "../status";
import { SureButton } from "../SureButton";
import { Trouble } from "../Trouble";
import { Cases } from "./Cases";
import { NewSet } from "./NewSet";

export function CasesPart() {
  const { rows, error, busy, more, reload } = useListed(
    async (portion, stop) => (await call("evaluations:sets", portion, stop)).sets,
    [],
  );
  return (
    <>
      <NewSet made={reload} />
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {rows?.map((set) => (
          <SetItem key={set.id} set={set} changed={reload} />
        ))}
      </ul>
      {rows?.length === 0 && <p class="none">{t("noSets")}</p>}
      <More more={more} />
    </>
  );
}

function SetItem({ set, changed }: { set: SetVersion; changed: () => void }) {
  const shown = useSignal(false);
  const remove = async () => {
    try {
      await call("evaluations:remove", { name: set.name });
      notify(t("setRemoved", { name: set.name }));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <li class="card release">
      <header>
        <h2>{`${set.name}@${set.version}`}</h2>
        {set.purpose === "red team" && <span class="state failed">{t("redTeam")}</span>}
        {isAdmin.value && (
          <SureButton
            label={t("removeOne", { name: set.name })}
            title={t("remove")}
            sure={t("removeSure")}
            icon="bin"
            run={() => void remove()}
          />
        )}
      </header>
      <p class="faint">
        {t("casesCount", { n: count(set.cases) })} · {authorName(set.author)} · {when(set.made_us)}
        {set.note && <span lang={languageOf(set.note)}> · {set.note}</span>}
      </p>
      <details class="history" onToggle={(event) => (shown.value = event.currentTarget.open)}>
        <summary>{t("cases")}</summary>
        {shown.value && <Cases set={`${set.name}@${set.version}`} />}
      </details>
    </li>
  );
}
