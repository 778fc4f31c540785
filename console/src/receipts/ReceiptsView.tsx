/** The latest receipts, with filters, and the state of the ledger. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ReceiptSummary } from "../api";
import { call } from "../client";
import { duration, languageOf, shortId, when } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { complain } from "../notices";
import { beside, openReceipt } from "../route";
import { status as serverStatus } from "../status";
import { ViewHead } from "../ViewHead";
import { STATUSES, StatusBadge, statusWord } from "./StatusBadge";
import { VerifyButton } from "./VerifyButton";

const PAGE = 50;

export function ReceiptsView() {
  const capability = useSignal("knowledge:ask");
  const actor = useSignal("");
  const status = useSignal("");
  const receipts = useSignal<ReceiptSummary[]>([]);
  const more = useSignal(false);

  const load = async (before?: string) => {
    const filters = { capability: capability.value, actor: actor.value, status: status.value };
    const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value.trim() !== ""));
    try {
      const page = (await call("receipts:list", { limit: PAGE, ...(before && { before }), ...given })).receipts;
      receipts.value = before ? [...receipts.value, ...page] : page;
      more.value = page.length === PAGE;
    } catch (error) {
      complain(error);
    }
  };
  useEffect(() => void load(), [capability.value, status.value]);
  const search = (event: Event) => {
    event.preventDefault();
    void load();
  };

  return (
    <div class="view">
      <ViewHead title={t("receipts")} lead={t("receiptsLead")} />
      <VerifyButton />
      <form class="filters" onSubmit={search}>
        <label>
          {t("capability")}
          <select value={capability.value} onChange={(event) => (capability.value = event.currentTarget.value)}>
            <option value="knowledge:ask">{t("questions")}</option>
            <option value="">{t("all")}</option>
            {serverStatus.value?.capabilities?.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("who")}
          <input type="search" value={actor.value} onInput={(event) => (actor.value = event.currentTarget.value)} />
        </label>
        <label>
          {t("status")}
          <select value={status.value} onChange={(event) => (status.value = event.currentTarget.value)}>
            <option value="">{t("all")}</option>
            {STATUSES.map((known) => (
              <option key={known} value={known}>
                {statusWord(known)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="quiet">
          <Icon name="none" />
          {t("search")}
        </button>
      </form>
      <ul class="rows receipts">
        {receipts.value.map((receipt) => (
          <Row key={receipt.id} receipt={receipt} />
        ))}
      </ul>
      {receipts.value.length === 0 && <p class="none">{t("noReceipts")}</p>}
      {more.value && (
        <button type="button" class="quiet more" onClick={() => void load(receipts.value.at(-1)?.id)}>
          {t("more")}
        </button>
      )}
    </div>
  );
}

function Row({ receipt }: { receipt: ReceiptSummary }) {
  const opened = beside.value?.kind === "receipt" && beside.value.id === receipt.id;
  return (
    <li>
      <button type="button" class="row" aria-pressed={opened} onClick={() => openReceipt(receipt.id)}>
        <StatusBadge status={receipt.status} />
        <span class="row-main">
          {receipt.question ? (
            <span lang={languageOf(receipt.question)}>{receipt.question}</span>
          ) : (
            <code>{receipt.capability}</code>
          )}
        </span>
        <span class="row-more">
          {receipt.question && <code>{receipt.capability}</code>} {receipt.actor} · {when(receipt.started_us)} ·{" "}
          {duration(receipt.finished_us - receipt.started_us)} · <code>{shortId(receipt.id)}</code>
        </span>
      </button>
    </li>
  );
}
