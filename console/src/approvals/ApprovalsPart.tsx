/** Calls that wait for a person, or what became of those that did. */

import type { Approval } from "../api";
import { call } from "../client";
import { t } from "../i18n";
import { More, useListed } from "../listed";
import { Trouble } from "../Trouble";
import { ApprovalItem } from "./ApprovalItem";
import { countWaiting } from "./waiting";

export function WaitingPart() {
  return <ApprovalList state="waiting" />;
}

export function DecidedPart() {
  return <ApprovalList state={null} />;
}

function ApprovalList({ state }: { state: Approval["state"] | null }) {
  const { rows, error, busy, more, reload } = useListed(
    async (portion, stop) => (await call("approvals:list", { state, ...portion }, stop)).approvals,
    [state],
  );
  const shown = rows?.filter((one) => state !== null || one.state !== "waiting");
  const decided = () => {
    reload();
    void countWaiting();
  };
  return (
    <>
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {shown?.map((approval) => (
          <ApprovalItem key={approval.id} approval={approval} decided={decided} />
        ))}
      </ul>
      {shown?.length === 0 && <p class="none">{t(state === null ? "nothingDecided" : "noApprovals")}</p>}
      <More more={more} />
    </>
  );
}
