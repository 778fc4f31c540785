/** Takes back all that an author said, or that was said since a time: rehearsed first, and then done. */

import { useSignal } from "@preact/signals";
import type { RollbackReport } from "../api";
import { call } from "../client";
import { count, languageOf } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { told } from "../told";

type Taken = RollbackReport["taken"][number];

const DEEDS: Record<Taken["deed"], Key> = {
  revoked: "takenRevoked",
  withdrawn: "takenWithdrawn",
  restored: "takenRestored",
  undone: "takenUndone",
  left: "takenLeft",
};

export function RollBack({ changed }: { changed: () => void }) {
  const author = useSignal("");
  const since = useSignal("");
  const why = useSignal("");
  const rehearsed = useSignal<RollbackReport | null>(null);
  const nothingNamed = author.value.trim() === "" && since.value === "";

  const forget = () => (rehearsed.value = null);
  const run = async (dry_run: boolean): Promise<RollbackReport | null> => {
    const named = { author: author.value.trim() || null, since: since.value ? asUtc(since.value) : null };
    try {
      return await call("corrections:rollback", { ...named, why: why.value.trim(), dry_run });
    } catch (error) {
      complain(error);
      return null;
    }
  };
  const rehearse = async (event: SubmitEvent) => {
    event.preventDefault();
    rehearsed.value = await run(true);
  };
  const confirm = async () => {
    const report = await run(false);
    if (report === null) return;
    author.value = since.value = why.value = "";
    forget();
    notify(t("rolledBack", summary(report)), { label: t("undo"), run: () => void undo(report.rollback, changed) });
    changed();
  };

  return (
    <details class="new">
      <summary>{t("rollBack")}</summary>
      <form class="correct" onSubmit={(event) => void rehearse(event)} onInput={forget}>
        <p class="note">{t("rollBackNote")}</p>
        <div class="fields">
          <label>
            {t("author")}
            <input value={author.value} onInput={(event) => (author.value = event.currentTarget.value)} />
          </label>
          <label>
            {t("since")}
            <input
              type="datetime-local"
              value={since.value}
              onInput={(event) => (since.value = event.currentTarget.value)}
            />
          </label>
          <label class="wide">
            {t("why")}
            <input value={why.value} onInput={(event) => (why.value = event.currentTarget.value)} />
          </label>
        </div>
        <div class="actions">
          <button type="submit" class="quiet" disabled={nothingNamed}>
            <Icon name="none" />
            {t("rehearse")}
          </button>
        </div>
        {rehearsed.value !== null && <Rehearsed report={rehearsed.value} confirm={() => void confirm()} />}
      </form>
    </details>
  );
}

function Rehearsed({ report, confirm }: { report: RollbackReport; confirm: () => void }) {
  return (
    <section class="rehearsed" aria-label={t("rehearsed")}>
      <p>
        <strong>{t("wouldRollBack", summary(report))}</strong>
      </p>
      <ul class="taken">
        {report.taken.map((one, index) => (
          <li key={index}>
            <span class={`state ${one.deed === "restored" ? "ok" : "proposed"}`}>{t(DEEDS[one.deed])}</span>{" "}
            <span lang={languageOf(one.question)}>{one.question}</span>{" "}
            {one.why && <span class="faint">{told(one.why)}</span>}
          </li>
        ))}
      </ul>
      {report.taken.length > 0 && (
        <div class="actions">
          <button type="button" class="danger" onClick={confirm}>
            {t("rollBackNow")}
          </button>
        </div>
      )}
    </section>
  );
}

async function undo(rollback: string | null, changed: () => void): Promise<void> {
  if (rollback === null) return;
  try {
    notify(t("rollBackUndone", summary(await call("corrections:undo", { rollback }))));
    changed();
  } catch (error) {
    complain(error);
  }
}

function summary({ revoked, withdrawn, restored, undone, left }: RollbackReport): Record<string, string> {
  return {
    revoked: count(revoked),
    withdrawn: count(withdrawn),
    restored: count(restored),
    undone: count(undone),
    left: count(left),
  };
}

/** What a person picks is the time where the person is. */
function asUtc(picked: string): string {
  return new Date(picked).toISOString();
}
