/** A call that waits for a person: by whom, exactly what it would do, and why it waits; or what somebody decided on it. */

import { useSignal } from "@preact/signals";
import type { Approval } from "../api";
import { call } from "../client";
import { languageOf, when } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { openReceipt } from "../route";
import { authorName } from "../status";
import { told } from "../told";
import { GrantForm } from "./GrantForm";
import { Request } from "./Request";

const STATES: Record<Approval["state"], { name: Key; colour: string }> = {
  waiting: { name: "statusWaiting", colour: "waiting" },
  approved: { name: "approvalApproved", colour: "ok" },
  used: { name: "approvalUsed", colour: "ok" },
  refused: { name: "approvalRefused", colour: "denied" },
  expired: { name: "expired", colour: "" },
};

export function ApprovalItem({ approval, decided }: { approval: Approval; decided: () => void }) {
  const { name, colour } = STATES[approval.state];
  return (
    <li class="card approval">
      <header>
        <h2>
          {authorName(approval.actor)} <span class="faint">→</span> <code>{approval.capability}</code>
        </h2>
        <span class={`state ${colour}`}>{t(name)}</span>
      </header>
      <p class="faint">
        {when(approval.requested_us)} · {t("until", { day: when(approval.expires_us) })}
      </p>
      {approval.why && <p>{told(approval.why)}</p>}
      <Request input={approval.input} />
      {approval.decided_by !== null && <Decided approval={approval} />}
      <Deeds approval={approval} decided={decided} />
    </li>
  );
}

function Decided({ approval }: { approval: Approval }) {
  return (
    <p class="faint">
      <Icon name="person" /> {authorName(approval.decided_by ?? "")}
      {approval.decided_why && <span lang={languageOf(approval.decided_why)}> · {approval.decided_why}</span>}
    </p>
  );
}

function Deeds({ approval, decided }: { approval: Approval; decided: () => void }) {
  const why = useSignal("");
  const granting = useSignal(false);
  const decide = async (approve: boolean, why: string) => {
    try {
      await call("approvals:decide", { approval: approval.id, approve, why: why || null });
      notify(t(approve ? "approvalGiven" : "approvalRefused"));
      decided();
    } catch (error) {
      complain(error);
    }
  };
  if (granting.value)
    return (
      <GrantForm
        actor={approval.actor}
        capability={approval.capability}
        input={approval.input}
        given={() => void decide(true, t("grantGivenWhy"))}
        close={() => (granting.value = false)}
      />
    );
  return (
    <>
      {approval.state === "waiting" && (
        <label>
          {t("why")}
          <input value={why.value} onInput={(event) => (why.value = event.currentTarget.value)} />
        </label>
      )}
      <div class="actions">
        {approval.state === "waiting" && (
          <>
            <button type="button" class="primary" onClick={() => void decide(true, why.value.trim())}>
              <Icon name="check" />
              {t("approve")}
            </button>
            <button type="button" class="danger" onClick={() => void decide(false, why.value.trim())}>
              <Icon name="close" />
              {t("refuse")}
            </button>
            <button type="button" class="quiet" onClick={() => (granting.value = true)}>
              <Icon name="shield" />
              {t("alwaysAllow")}
            </button>
          </>
        )}
        <button type="button" class="quiet receipt-of" onClick={() => openReceipt(approval.receipt)}>
          <Icon name="receipts" />
          {t("receipt")}
        </button>
      </div>
    </>
  );
}
