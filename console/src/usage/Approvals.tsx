/** Calls that wait for a person: what would be done, by whom; a yes or a no, with a word why. */

import { useSignal } from "@preact/signals";
import type { Approval } from "../api";
import { call } from "../client";
import { when } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { complain, notify } from "../notices";
import { openReceipt } from "../route";
import { Trouble } from "../Trouble";

export function Approvals() {
  const loaded = useLoaded((stop) => call("approvals:list", { state: "waiting" }, stop), []);
  const { value, error } = loaded.value;
  return (
    <section class="part">
      <h2>{t("approvals")}</h2>
      <Trouble error={error} />
      {value?.approvals.length === 0 && <p class="faint">{t("noApprovals")}</p>}
      <ul class="cards">
        {value?.approvals.map((approval) => (
          <Item key={approval.id} approval={approval} decided={loaded.reload} />
        ))}
      </ul>
    </section>
  );
}

function Item({ approval, decided }: { approval: Approval; decided: () => void }) {
  const why = useSignal("");
  const decide = async (approve: boolean) => {
    try {
      await call("approvals:decide", { approval: approval.id, approve, why: why.value.trim() || null });
      notify(approve ? t("approvalGiven") : t("approvalRefused"));
      decided();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <li class="card approval">
      <p>
        <strong>{approval.actor}</strong> → <code>{approval.capability}</code>{" "}
        <span class="faint">
          {when(approval.requested_us)} · {t("until", { day: when(approval.expires_us) })}
        </span>
      </p>
      {approval.why && <p class="faint">{approval.why}</p>}
      <pre class="json">{JSON.stringify(approval.input, null, 2)}</pre>
      <label>
        {t("why")}
        <input type="text" value={why.value} onInput={(event) => (why.value = event.currentTarget.value)} />
      </label>
      <div class="actions">
        <button type="button" class="primary" onClick={() => void decide(true)}>
          <Icon name="check" />
          {t("approve")}
        </button>
        <button type="button" class="danger" onClick={() => void decide(false)}>
          <Icon name="close" />
          {t("refuse")}
        </button>
        <button type="button" class="quiet receipt-of" onClick={() => openReceipt(approval.receipt)}>
          <Icon name="receipts" />
          {t("receipt")}
        </button>
      </div>
    </li>
  );
}
