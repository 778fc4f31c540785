/** The files on their way, each with its progress. */

import type { FileEvent } from "../api";
import { fileName, languageOf, size } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { clearFinished, isBusy, type Upload, uploads } from "./uploads";

const WORDS: Record<Exclude<Upload["phase"], "done"> | FileEvent["status"], Key> = {
  waiting: "uploadWaiting",
  sending: "uploadSending",
  reading: "uploadReading",
  added: "fileAdded",
  updated: "fileUpdated",
  unchanged: "fileUnchanged",
  failed: "fileFailed",
  removed: "documentDeleted",
};

/** Above so many, what waits or went well is only counted. */
const MANY = 100;

function isWorthALook({ phase }: Upload): boolean {
  return phase !== "waiting" && phase !== "done";
}

export function Uploads() {
  const all = uploads.value;
  if (all.length === 0) return null;
  const ready = all.filter((item) => !isBusy(item)).length;
  return (
    <section class="uploads" aria-label={t("uploads")}>
      <header>
        <strong role="status">{t("uploadsCount", { n: ready, all: all.length })}</strong>
        {ready > 0 && (
          <button type="button" class="link" onClick={clearFinished}>
            {t("clearFinished")}
          </button>
        )}
      </header>
      <ul>
        {(all.length > MANY ? all.filter(isWorthALook) : all).map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Row({ item }: { item: Upload }) {
  const outcome = item.phase === "done" ? (item.report?.status ?? "added") : item.phase;
  return (
    <li class={`upload ${item.phase}`}>
      <span class="upload-name" title={item.name} lang={languageOf(item.name)}>
        {fileName(item.name)}
      </span>
      {item.bytes > 0 && <span class="faint">{size(item.bytes)}</span>}
      <span class={`state ${item.phase === "done" ? "ok" : item.phase}`}>{t(WORDS[outcome])}</span>
      {isBusy(item) && (
        <progress
          aria-label={item.name}
          {...(item.phase === "reading" ? {} : { value: item.sent, max: Math.max(item.bytes, 1) })}
        />
      )}
      {item.reason && (
        <p class="reason">
          <Icon name="warning" />
          {item.reason}
        </p>
      )}
    </li>
  );
}
