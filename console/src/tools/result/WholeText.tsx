/** All of a long text that a tool gave, page by page, where what was shown is its beginning. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import { call } from "../../client";
import { count, languageOf } from "../../formats";
import { t } from "../../i18n";
import { useLoaded } from "../../load";
import { Trouble } from "../../Trouble";

const PAGE_LINES = 200;

export function WholeText({ receipt }: { receipt: string }) {
  const isOpen = useSignal(false);
  if (!isOpen.value)
    return (
      <div class="actions">
        <button type="button" class="quiet" onClick={() => (isOpen.value = true)}>
          {t("readWhole")}
        </button>
      </div>
    );
  return <Pages receipt={receipt} />;
}

function Pages({ receipt }: { receipt: string }) {
  const start = useSignal(0);
  const { value, error } = useLoaded(
    (stop) => call("tools:result", { receipt, start: start.value, count: PAGE_LINES }, stop),
    [start.value],
  ).value;
  if (value === null) return <Trouble error={error} />;
  const { text, total, following } = value;
  const last = Math.min(total, value.start + PAGE_LINES);
  return (
    <>
      <pre class="json whole-text" tabIndex={0} aria-label={t("wholeResult")} lang={languageOf(text)}>
        {plain(text)}
      </pre>
      <div class="actions">
        <span class="faint" role="status">
          {t("linesOf", { from: count(value.start + 1), to: count(last), all: count(total) })}
        </span>
        <button
          type="button"
          class="quiet"
          disabled={value.start === 0}
          onClick={() => (start.value = Math.max(0, value.start - PAGE_LINES))}
        >
          {t("pageBefore")}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={following === null}
          onClick={() => (start.value = following ?? value.start)}
        >
          {t("pageAfter")}
        </button>
      </div>
    </>
  );
}
