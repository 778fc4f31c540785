/** One correction: what was asked, what a person answered, its other wordings and its story. */

import { useSignal } from "@preact/signals";
import type { Correction, CorrectionEvent } from "../api";
import { call } from "../client";
import { count, day, languageOf, shortId, when } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { complain, notify } from "../notices";
import { openReceipt } from "../route";
import { authorName } from "../status";
import { Wordings } from "./Wordings";

const STATES: Record<Correction["state"], Key> = {
  standing: "standing",
  proposed: "proposed",
  revoked: "revoked",
  expired: "expired",
  superseded: "superseded",
};
const DEEDS: Record<CorrectionEvent["kind"], Key> = {
  proposed: "didProposed",
  approved: "didApproved",
  superseded: "didSuperseded",
  revoked: "didRevoked",
  "alias-proposed": "didAliasProposed",
  "alias-added": "didAliasAdded",
  "wording-withdrawn": "didWordingWithdrawn",
};
const SCOPES: Record<Correction["scope"], Key> = { everyone: "scopeEveryone", base: "scopeBase", user: "scopeUser" };

export function CorrectionItem({ correction, changed }: { correction: Correction; changed: () => void }) {
  const decide = async (deed: "approve" | "revoke") => {
    try {
      await call(`corrections:${deed}`, { correction: correction.id });
      notify(deed === "approve" ? t("approved") : t("correctionRevoked"));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <li class="card correction">
      <header>
        <h2 lang={languageOf(correction.question)}>{correction.question}</h2>
        <span class={`state ${correction.state === "standing" ? "ok" : correction.state}`}>
          {t(STATES[correction.state])}
        </span>
      </header>
      <p class="said" lang={languageOf(correction.answer)}>
        {correction.answer}
      </p>
      {correction.why && (
        <p class="faint" lang={languageOf(correction.why)}>
          {correction.why}
        </p>
      )}
      <Wordings correction={correction} changed={changed} />
      <p class="faint">
        <Icon name="person" /> {authorName(correction.author)} · {day(correction.written_at)} ·{" "}
        {t(SCOPES[correction.scope])}
        {correction.base && ` (${correction.base})`}
        {correction.expires_at && ` · ${t("until", { day: day(correction.expires_at) })}`}
        {` · ${t("hits", { n: count(correction.hits) })}`}
      </p>
      <div class="actions">
        <History id={correction.id} />
        {correction.source && (
          <button type="button" class="quiet" title={t("source")} onClick={() => openReceipt(correction.source!)}>
            <Icon name="receipts" />
            {t("receipt")}
          </button>
        )}
        {correction.state === "proposed" && (
          <button type="button" class="primary" onClick={() => void decide("approve")}>
            <Icon name="check" />
            {t("approve")}
          </button>
        )}
        {(correction.state === "standing" || correction.state === "proposed") && (
          <button type="button" class="quiet" onClick={() => void decide("revoke")}>
            <Icon name="close" />
            {t("revoke")}
          </button>
        )}
      </div>
    </li>
  );
}

function History({ id }: { id: string }) {
  const shown = useSignal(false);
  return (
    <details class="history" onToggle={(event) => (shown.value = event.currentTarget.open)}>
      <summary>{t("history")}</summary>
      {shown.value && <Events id={id} />}
    </details>
  );
}

function Events({ id }: { id: string }) {
  const { value, error } = useLoaded((stop) => call("corrections:history", { correction: id }, stop), [id]).value;
  if (error) return <p class="caution">{error.message}</p>;
  return (
    <ol class="events">
      {value?.events.map((event, index) => (
        <li key={index}>
          <span class="faint">{when(event.at)}</span> <strong>{authorName(event.actor)}</strong> {t(DEEDS[event.kind])}
          {event.detail && <span lang={languageOf(event.detail)}>: {event.detail}</span>}{" "}
          {event.receipt && (
            <button type="button" class="link" onClick={() => openReceipt(event.receipt!)}>
              <code>{shortId(event.receipt)}</code>
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}
