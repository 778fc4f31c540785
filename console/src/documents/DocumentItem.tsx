/** One document in the list: open it, see why it failed, take it out. */

import type { DocumentRow } from "../api";
import { call } from "../client";
import { count, fileName, languageOf, when } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { open } from "../route";
import { refreshStatus } from "../status";
import { SureButton } from "../SureButton";

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

function Remove({ row, changed }: { row: DocumentRow; changed: () => void }) {
  const remove = async () => {
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
    <SureButton
      label={t("removeDocument", { name: fileName(row.path) })}
      title={t("remove")}
      sure={t("removeSure")}
      icon="bin"
      run={() => void remove()}
    />
  );
}
