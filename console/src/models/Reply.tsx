/** What a model said, with what it used and the receipt. */

import { Failure } from "../ask/Failure";
import { Markdown } from "../ask/Markdown";
import { OriginBadge, WritingBadge } from "../ask/OriginBadge";
import { cost, count, languageOf, shortId } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { openReceipt } from "../route";
import type { Said } from "./chats";

export function Reply({ said }: { said: Said }) {
  return (
    <section class="reply" aria-label={said.model} aria-busy={said.phase === "writing"}>
      <h3>
        <code>{said.model}</code>
      </h3>
      {said.answer ? <OriginBadge reply={said.answer} /> : said.text !== "" && <WritingBadge />}
      {said.phase === "writing" && said.text === "" && (
        <p class="searching">
          <span class="dots" aria-hidden="true" />
          {t("thinking")}
        </p>
      )}
      <div lang={languageOf(said.text)}>
        <Markdown text={said.text} />
      </div>
      {said.answer?.refusal && <p class="caution">{said.answer.refusal}</p>}
      {said.answer?.finish_reason === "length" && <p class="caution">{t("cutShort")}</p>}
      {said.phase === "stopped" && <p class="searching">{t("stopped")}</p>}
      {said.error && <Failure error={said.error} />}
      {said.answer && <Used said={said} receipt={said.answer.receipt} />}
    </section>
  );
}

function Used({ said: { usage }, receipt }: { said: Said; receipt: string }) {
  return (
    <p class="actions faint">
      {usage && (
        <span>
          {t("tokensInOut", { in: count(usage.input_tokens), out: count(usage.output_tokens) })} ·{" "}
          {cost(usage.cost_microusd)}
        </span>
      )}
      <button type="button" class="quiet receipt-of" onClick={() => openReceipt(receipt)}>
        <Icon name="receipts" />
        {t("receipt")} <code>{shortId(receipt)}</code>
      </button>
    </p>
  );
}
