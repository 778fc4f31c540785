/** What a model said, with what it used and the receipt. */

import { Failure } from "../ask/Failure";
import { Markdown } from "../ask/Markdown";
import { OriginBadge, WritingBadge } from "../ask/OriginBadge";
import { cost, count, languageOf, shortId } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { openReceipt } from "../route";
import type { Said } from "./chats";

interface Properties {
  said: Said;
  /** Says that this is the better one; null where there is no choice. */
  prefer: (() => void) | null;
  chosen: boolean;
}

export function Reply({ said, prefer, chosen }: Properties) {
  return (
    <section class="reply" aria-label={said.model} aria-busy={said.phase === "writing"}>
      <h3>
        <code>{said.model}</code> {chosen && <span class="state ok">{t("preferred")}</span>}
      </h3>
      {said.written ? <OriginBadge reply={said.written} /> : said.text !== "" && <WritingBadge />}
      {said.phase === "writing" && said.text === "" && (
        <p class="searching">
          <span class="dots" aria-hidden="true" />
          {t("thinking")}
        </p>
      )}
      <div lang={languageOf(said.text)}>
        <Markdown text={said.text} />
      </div>
      {said.caution && <p class="caution">{said.caution}</p>}
      {said.phase === "stopped" && <p class="searching">{t("stopped")}</p>}
      {said.error && <Failure error={said.error} />}
      {said.receipt && <Used usage={said.usage} receipt={said.receipt} prefer={prefer} />}
    </section>
  );
}

interface UsedProperties {
  usage: Said["usage"];
  receipt: string;
  prefer: Properties["prefer"];
}

function Used({ usage, receipt, prefer }: UsedProperties) {
  return (
    <p class="actions faint">
      {prefer && (
        <button type="button" class="quiet" onClick={prefer}>
          <Icon name="check" />
          {t("preferThis")}
        </button>
      )}
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
