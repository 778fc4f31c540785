/** Erases what was said in a call, with every copy of it: rehearsed first, and then done. */

import { useSignal } from "@preact/signals";
import type { Erased } from "../api";
import { call } from "../client";
import { count } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { ReceiptLink } from "./ReceiptLink";

const KINDS: Record<string, Key> = {
  files: "copiesFiles",
  demonstrations: "copiesDemonstrations",
  reviews: "copiesReviews",
  jobs: "copiesJobs",
  requests: "copiesRequests",
  comparisons: "copiesComparisons",
  votes: "copiesVotes",
  approvals: "copiesApprovals",
  remarks: "copiesRemarks",
  cases: "copiesCases",
  results: "copiesResults",
  reports: "copiesReports",
  corrections: "copiesCorrections",
  amendments: "copiesAmendments",
};

export function Erase({ receipt, done }: { receipt: string; done: () => void }) {
  const why = useSignal("");
  const rehearsed = useSignal<Erased | null>(null);
  const run = async (dry_run: boolean): Promise<Erased | null> => {
    try {
      return await call("receipts:erase", { receipt, why: why.value.trim(), dry_run });
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
    const told = await run(false);
    if (told === null) return;
    notify(said(told, "erasedNow"));
    done();
  };
  return (
    <details class="new">
      <summary>{t("erase")}</summary>
      <form class="correct" onSubmit={(event) => void rehearse(event)}>
        <label>
          {t("eraseWhy")}
          <input required value={why.value} onInput={(event) => (why.value = event.currentTarget.value)} />
        </label>
        <div class="actions">
          <button type="submit" class="quiet" disabled={why.value.trim() === ""}>
            <Icon name="none" />
            {t("rehearse")}
          </button>
        </div>
        {rehearsed.value !== null && <Rehearsed told={rehearsed.value} confirm={() => void confirm()} />}
      </form>
    </details>
  );
}

function Rehearsed({ told, confirm }: { told: Erased; confirm: () => void }) {
  return (
    <section class="rehearsed" aria-label={t("rehearsed")}>
      <p>
        <strong>{said(told, "wouldErase")}</strong>
      </p>
      {Object.keys(told.stays).length > 0 && <p class="note">{t("eraseStays", { what: kinds(told.stays) })}</p>}
      {told.above.length > 0 && (
        <p class="note">
          {t("eraseAbove")}{" "}
          {told.above.map((id) => (
            <ReceiptLink key={id} id={id} />
          ))}
        </p>
      )}
      <div class="actions">
        <button type="button" class="danger" onClick={confirm}>
          {t("eraseNow")}
        </button>
      </div>
    </section>
  );
}

function said(told: Erased, how: "erasedNow" | "wouldErase"): string {
  const copies = Object.keys(told.copies).length > 0 ? t("eraseCopies", { what: kinds(told.copies) }) : "";
  return t(how, { n: count(told.receipts.length) }) + copies;
}

function kinds(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([kind, n]) => `${KINDS[kind] ? t(KINDS[kind]) : kind} ${count(n)}`)
    .join(t("comma"));
}
