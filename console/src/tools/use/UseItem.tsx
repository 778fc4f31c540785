/** One thing that was to be done: the answer with its steps, what waits for a person, or forms to do it oneself. */

import { useSignal } from "@preact/signals";
import { CorrectForm } from "../../ask/CorrectForm";
import { Failure } from "../../ask/Failure";
import { Markdown } from "../../ask/Markdown";
import { OriginBadge, WritingBadge } from "../../ask/OriginBadge";
import { ApiError } from "../../client";
import { languageOf } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { notify } from "../../notices";
import { Trouble } from "../../Trouble";
import { ReceiptButton } from "../ReceiptButton";
import { GoingItem } from "./GoingItem";
import { ProposalCard } from "./ProposalCard";
import { StepItem } from "./StepItem";
import { again, type Done, type Use } from "./uses";
import { WaitingCall } from "./WaitingCall";

export function UseItem({ one }: { one: Use }) {
  return (
    <article class="turn use" aria-busy={one.phase === "doing"}>
      <h2 class="question" lang={languageOf(one.request)}>
        {one.request}
      </h2>
      {one.phase === "doing" && <Coming one={one} />}
      {one.error instanceof ApiError ? (
        <Failure error={one.error} again={() => again(one)} />
      ) : (
        <Trouble error={one.error} />
      )}
      {one.phase === "stopped" && <Stopped one={one} />}
      {one.phase === "done" && one.done && <Answer id={one.id} done={one.done} />}
    </article>
  );
}

function Coming({ one: { text, goings } }: { one: Use }) {
  const isIdle = goings.every((going) => going.state !== "runs");
  return (
    <>
      {goings.length > 0 && (
        <ol class="steps" aria-label={t("steps")}>
          {goings.map((going) => (
            <GoingItem key={going.step} going={going} />
          ))}
        </ol>
      )}
      {text !== "" && (
        <div class="answer writing">
          <WritingBadge />
          <Markdown text={text} />
        </div>
      )}
      {text === "" && isIdle && (
        <p class="searching" role="status">
          <span class="dots" aria-hidden="true" />
          {t(goings.length === 0 ? "lookingForTools" : "modelThinks")}
        </p>
      )}
    </>
  );
}

function Stopped({ one }: { one: Use }) {
  return (
    <p class="searching">
      {t("stopped")}{" "}
      <button type="button" class="link" onClick={() => again(one)}>
        {t("tryAgain")}
      </button>
    </p>
  );
}

function Answer({ id, done }: { id: number; done: Done }) {
  return (
    <>
      {done.text !== "" && <Text done={done} />}
      {done.steps.length > 0 && (
        <ol class="steps" aria-label={t("steps")}>
          {done.steps.map((step, index) => (
            <StepItem key={index} id={`step${id}.${index}`} step={step} />
          ))}
        </ol>
      )}
      {done.waiting.map((call) => (
        <WaitingCall key={call.approval} call={call} id={id} resume={done.resume} />
      ))}
      {done.none_fits && <p class="none">{t("noToolFits")}</p>}
      {done.proposals.length > 0 && (
        <ol class="cards" aria-label={t("toolsThatFit")}>
          {done.proposals.map((proposal, index) => (
            <ProposalCard key={proposal.tool} id={`use${id}.${index}`} proposal={proposal} first={index === 0} />
          ))}
        </ol>
      )}
    </>
  );
}

function Text({ done }: { done: Done }) {
  const correcting = useSignal(false);
  return (
    <>
      <div class={`answer origin-${done.origin}`}>
        <OriginBadge reply={{ origin: done.origin, correction: null, model: null }} />
        <div class="prose" lang={languageOf(done.text)}>
          <Markdown text={done.text} />
        </div>
      </div>
      {correcting.value ? (
        <CorrectForm
          receipt={done.receipt}
          before={done.text}
          base={null}
          saved={() => notify(t("correctionSaved"))}
          close={() => (correcting.value = false)}
        />
      ) : (
        <div class="actions">
          <button type="button" class="quiet" onClick={() => (correcting.value = true)}>
            <Icon name="corrections" />
            {t("correct")}
          </button>
          <ReceiptButton id={done.receipt} />
        </div>
      )}
    </>
  );
}
