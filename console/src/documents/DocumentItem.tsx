/** One document in the list: open it, see why it failed, take it out. */

import { useSignal } from "@preact/signals";
import type { DocumentRow } from "../api";
import { call } from "../client";
import { count, fileName, languageOf, when } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { open } from "../route";
import { refreshStatus } from "../status";

const STATES: Record<DocumentRow["state"], Key> = {
  live: "documentLive",
  failed: "documentFailed",
  deleted: "documentDeleted",
};

export function DocumentItem({ row, changed }: { row: DocumentRow; changed: () => void }) {
  const show = () =>
    row.version !== null &&
    open({
      kind: "page",
      document: row.id,
      version: row.version,
      page: row.pages === null ? null : 1,
      citation: null,
      label: "",
    });
  return (
    <li class="document">
      <button type="button" class="row" disabled={row.version === null} onClick={show}>
        <Icon name="documents" />
        <span class="row-main" lang={languageOf(row.path)}>
          {fileName(row.path)}
          {row.title && row.title !== fileName(row.path) && <span class="faint"> {row.title}</span>}
        </span>
        <span class="row-more">
          {row.base} · {row.pages === null ? "" : `${t("pagesCount", { n: count(row.pages) })} · `}
          {t("chunks", { n: count(row.chunks) })} · {when(row.updated_at)}
        </span>
        <span class={`state ${row.state === "live" ? "ok" : row.state}`}>{t(STATES[row.state])}</span>
      </button>
      <Remove row={row} changed={changed} />
      {row.problem && (
        <p class="reason">
          <Icon name="warning" />
          {row.problem}
        </p>
      )}
    </li>
  );
}

/** Asks once more before it removes; the question goes away with the focus. */
function Remove({ row, changed }: { row: DocumentRow; changed: () => void }) {
  const sure = useSignal(false);
  const remove = async () => {
    if (!sure.value) {
      sure.value = true;
      return;
    }
    try {
      await call("knowledge:remove", { document: row.id });
      notify(t("documentRemoved", { name: fileName(row.path) }));
      changed();
      await refreshStatus();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <button
      type="button"
      class={sure.value ? "danger" : "bare"}
      aria-label={t("removeDocument", { name: fileName(row.path) })}
      title={t("remove")}
      onClick={() => void remove()}
      onBlur={() => (sure.value = false)}
    >
      {sure.value ? t("removeSure") : <Icon name="bin" />}
    </button>
  );
}
