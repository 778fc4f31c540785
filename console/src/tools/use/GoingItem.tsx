/** A tool at work for a request: how far it is, what came of it so far, and at its end its receipt. */

import { Request } from "../../approvals/Request";
import { plain } from "../../approvals/plain";
import { languageOf } from "../../formats";
import { type Key, t } from "../../i18n";
import { ReceiptButton } from "../ReceiptButton";
import { Far } from "../tool/Working";
import type { Going } from "./going";

const STATES: Record<Going["state"], { word: Key; look: string }> = {
  runs: { word: "running", look: "" },
  done: { word: "statusOk", look: "ok" },
  failed: { word: "statusFailed", look: "failed" },
  waits: { word: "statusWaiting", look: "waiting" },
};

export function GoingItem({ going }: { going: Going }) {
  const { word, look } = STATES[going.state];
  return (
    <li>
      <details class="step">
        <summary>
          <code>{going.tool}</code>
          <span class={`state ${look}`}>{t(word)}</span>
        </summary>
        <Request input={going.arguments} />
      </details>
      {going.receipt !== "" && <ReceiptButton id={going.receipt} />}
      {going.state === "runs" && (
        <div class="work">
          <Far name={going.tool} far={going.far} />
        </div>
      )}
      {going.text !== "" && (
        <p class="said piece" lang={languageOf(going.text)}>
          {plain(going.text)}
        </p>
      )}
    </li>
  );
}
