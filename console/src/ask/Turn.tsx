/** One question with its answer, the evidence under it, and what can be done about it. */

import { useSignal } from "@preact/signals";
import type { AnswerReply } from "../api";
import { PointForm } from "../fixes/PointForm";
import { languageOf, shortId } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { openReceipt } from "../route";
import { WhyForm } from "../WhyForm";
import { AnswerBody } from "./AnswerBody";
import { CorrectForm } from "./CorrectForm";
import { Failure } from "./Failure";
import { Markdown } from "./Markdown";
import { withoutMarks } from "./marks";
import { OriginBadge, WritingBadge } from "./OriginBadge";
import { Related } from "./Related";
import { Sources } from "./Sources";
import { answer, corrected, dissatisfied, revoke, type Turn as TurnState } from "./turns";

export function Turn({ turn }: { turn: TurnState }) {
  const lang = languageOf(turn.question);
  return (
    <article class="turn" aria-busy={turn.phase === "asking"}>
      <h2 class="question" lang={lang}>
        {turn.question}
      </h2>
      {turn.phase === "asking" && <Coming text={turn.text} />}
      {turn.phase === "failed" && turn.error && <Failure error={turn.error} again={() => void answer(turn.id)} />}
      {turn.phase === "stopped" && <Stopped text={turn.text} again={() => void answer(turn.id)} />}
      {turn.phase === "done" && turn.reply && <Done turn={turn} reply={turn.reply} />}
    </article>
  );
}

function Coming({ text }: { text: string }) {
  if (text === "")
    return (
      <p class="searching">
        <span class="dots" aria-hidden="true" />
        {t("searching")}
      </p>
    );
  return (
    <div class="answer writing">
      <WritingBadge />
      <div lang={languageOf(text)}>
        <Markdown text={withoutMarks(text)} />
      </div>
    </div>
  );
}

function Stopped({ text, again }: { text: string; again: () => void }) {
  return (
    <>
      {text !== "" && <Coming text={text} />}
      <p class="searching">
        {t("stopped")}{" "}
        <button type="button" class="link" onClick={again}>
          {t("askAgain")}
        </button>
      </p>
    </>
  );
}

type Doing = "correct" | "dissatisfied" | "point";

function Done({ turn, reply }: { turn: TurnState; reply: AnswerReply }) {
  const doing = useSignal<Doing | null>(null);
  const close = () => (doing.value = null);
  return (
    <>
      <div class={`answer origin-${reply.origin}`}>
        <OriginBadge reply={reply} />
        <AnswerBody reply={reply} />
        <Sources reply={reply} />
      </div>
      {reply.related.map((ruling) => (
        <Related key={ruling.id} turn={turn.id} ruling={ruling} />
      ))}
      {doing.value === "correct" && (
        <CorrectForm
          receipt={reply.receipt}
          before={reply.origin === "none" ? "" : reply.answer}
          base={turn.base}
          saved={(said) => void corrected(turn.id, said)}
          close={close}
        />
      )}
      {doing.value === "dissatisfied" && (
        <WhyForm
          label={t("whatIsWrong")}
          does={t("toQueue")}
          note={t("toQueueNote")}
          run={(why) => void dissatisfied(turn.id, reply.receipt, why)}
          close={close}
        />
      )}
      {doing.value === "point" && <PointForm receipt={reply.receipt} done={() => void answer(turn.id)} close={close} />}
      {doing.value === null && <Actions turn={turn} reply={reply} start={(what) => (doing.value = what)} />}
    </>
  );
}

interface ActionsProperties {
  turn: TurnState;
  reply: AnswerReply;
  start: (what: Doing) => void;
}

function Actions({ turn, reply, start }: ActionsProperties) {
  const copy = () => navigator.clipboard.writeText(reply.answer).then(() => notify(t("copied")), complain);
  return (
    <div class="actions">
      <button type="button" class="quiet" onClick={() => start("correct")}>
        <Icon name="corrections" />
        {reply.origin === "none" ? t("answerYourself") : t("correct")}
      </button>
      <button type="button" class="quiet" disabled={turn.queued} onClick={() => start("dissatisfied")}>
        <Icon name="down_thumb" />
        {turn.queued ? t("inQueue") : t("notRight")}
      </button>
      {!reply.correction && (
        <button type="button" class="quiet" onClick={() => start("point")}>
          <Icon name="documents" />
          {t("pointElsewhere")}
        </button>
      )}
      {reply.correction && (
        <button type="button" class="quiet" onClick={() => void revoke(turn.id, reply.correction!.id)}>
          <Icon name="close" />
          {t("revoke")}
        </button>
      )}
      <button type="button" class="quiet" onClick={() => void answer(turn.id)}>
        <Icon name="again" />
        {t("askAgain")}
      </button>
      {reply.answer !== "" && (
        <button type="button" class="quiet" onClick={copy}>
          <Icon name="copy" />
          {t("copy")}
        </button>
      )}
      <button type="button" class="quiet receipt-of" onClick={() => openReceipt(reply.receipt)}>
        <Icon name="receipts" />
        {t("receipt")} <code>{shortId(reply.receipt)}</code>
      </button>
    </div>
  );
}
