/** All that was done to a correction, each step with its receipt; loaded when somebody wants to see it. */

import { useSignal } from "@preact/signals";
import { call } from "../client";
import { languageOf, shortId, when } from "../formats";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { openReceipt } from "../route";
import { authorName } from "../status";
import { Trouble } from "../Trouble";
import { deedWord } from "./names";

export function History({ id }: { id: string }) {
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
  if (error) return <Trouble error={error} />;
  return (
    <ol class="events">
      {value?.events.map((event, index) => (
        <li key={index}>
          <span class="faint">{when(event.at)}</span> <strong>{authorName(event.actor)}</strong> {deedWord(event.kind)}
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
