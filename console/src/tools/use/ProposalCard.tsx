/** A tool that fits, with its form filled in as far as the request goes. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import type { Proposal } from "../../api";
import type { Schema } from "../../form/fields";
import { languageOf } from "../../formats";
import { t } from "../../i18n";
import { told } from "../../told";
import { RiskBadge } from "../RiskBadge";
import { ToolForm } from "../tool/ToolForm";

interface Properties {
  id: string;
  proposal: Proposal;
  /** The best one stands open. */
  first: boolean;
}

export function ProposalCard({ id, proposal, first }: Properties) {
  const shown = useSignal(first);
  return (
    <li class="card">
      <details class="capability" open={shown.value} onToggle={(event) => (shown.value = event.currentTarget.open)}>
        <summary>
          <Head proposal={proposal} />
        </summary>
        {!proposal.callable && <p class="caution">{t("onlyCatalogued")}</p>}
        {shown.value && proposal.callable && <Form id={id} proposal={proposal} />}
      </details>
    </li>
  );
}

function Head({ proposal }: { proposal: Proposal }) {
  const about = told(proposal.description);
  return (
    <>
      <strong lang={languageOf(told(proposal.title))}>{plain(told(proposal.title))}</strong>{" "}
      <code>{proposal.tool}</code>
      <RiskBadge risk={proposal.risk} />
      <span class="field-note faint" lang={languageOf(about)}>
        {plain(about)}
      </span>
      {proposal.why.length > 0 && (
        <span class="field-note faint">{t("fitsBecause", { words: proposal.why.join(t("comma")) })}</span>
      )}
    </>
  );
}

function Form({ id, proposal }: { id: string; proposal: Proposal }) {
  const known = Object.fromEntries(proposal.filled.map((one) => [one.field, one.value]));
  const said = Object.fromEntries(proposal.filled.map((one) => [one.field, one.said]));
  return (
    <ToolForm
      id={id}
      tool={proposal.tool}
      risk={proposal.risk}
      schema={proposal.schema as Schema}
      known={known}
      said={said}
    />
  );
}
