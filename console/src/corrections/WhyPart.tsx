/** Why a correction does or does not answer a question: the verdict, what decided, which pieces agree and which differ. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Reply, Ruling } from "../api";
import { Difference } from "../ask/Difference";
import { call } from "../client";
import { languageOf } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { openReceipt } from "../route";
import { authorName, bases } from "../status";
import { told } from "../told";
import { wanted } from "./why";

type Report = Reply<"corrections:match"> & { question: string };

const OUTCOMES: Record<Report["outcome"], { name: Key; means: Key; colour: string }> = {
  fire: { name: "outcomeFire", means: "outcomeFireMeans", colour: "ok" },
  beside: { name: "outcomeBeside", means: "outcomeBesideMeans", colour: "waiting" },
  silent: { name: "outcomeSilent", means: "outcomeSilentMeans", colour: "" },
};

export function WhyPart() {
  const { question, trial } = wanted;
  const base = useSignal("");
  const report = useSignal<Report | null>(null);
  const explain = async () => {
    const asked = question.value.trim();
    const input = { question: asked, bases: base.value ? [base.value] : null, trial: trial.value };
    try {
      report.value = { ...(await call("corrections:match", input)), question: asked };
    } catch (error) {
      complain(error);
    }
  };
  useEffect(() => {
    if (wanted.at_once.value) void explain();
    wanted.at_once.value = false;
  }, []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void explain();
  };
  return (
    <>
      <form class="filters explain" onSubmit={submit}>
        <label class="wide">
          {t("question")}
          <input required value={question.value} onInput={(event) => (question.value = event.currentTarget.value)} />
        </label>
        <label>
          {t("base")}
          <select value={base.value} onChange={(event) => (base.value = event.currentTarget.value)}>
            <option value="">{t("allBases")}</option>
            {bases.value?.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="tick">
          <input
            type="checkbox"
            checked={trial.value}
            onChange={(event) => (trial.value = event.currentTarget.checked)}
          />
          {t("withTrial")}
        </label>
        <button type="submit" class="primary">
          {t("explain")}
        </button>
      </form>
      {report.value && <Verdict report={report.value} again={() => void explain()} />}
    </>
  );
}

function Verdict({ report, again }: { report: Report; again: () => void }) {
  const { name, means, colour } = OUTCOMES[report.outcome];
  const shown = [report.correction, ...report.related].filter((one) => one !== null);
  return (
    <section class="card verdict-of" aria-live="polite">
      <header>
        <h2>{t(means)}</h2>
        <span class={`state ${colour}`}>{t(name)}</span>
      </header>
      <p>
        <span class="faint">{t("decidedBy")}</span> {told(report.why)}{" "}
        <span class="faint">{t("score", { score: report.score.toFixed(2) })}</span>
      </p>
      {shown.map((ruling) => (
        <Candidate key={ruling.id} ruling={ruling} report={report} again={again} />
      ))}
      <div class="actions">
        <button type="button" class="quiet receipt-of" onClick={() => openReceipt(report.receipt)}>
          <Icon name="receipts" />
          {t("receipt")}
        </button>
      </div>
    </section>
  );
}

interface CandidateProperties {
  ruling: Ruling;
  report: Report;
  again: () => void;
}

function Candidate({ ruling, report, again }: CandidateProperties) {
  const same = async () => {
    try {
      const { status } = await call("corrections:alias", { correction: ruling.id, question: report.question });
      notify(t(status === "standing" ? "aliasSaved" : "correctionProposed"));
      again();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <article class="candidate">
      <h3 lang={languageOf(ruling.question)}>{ruling.question}</h3>
      <p class="said" lang={languageOf(ruling.answer)}>
        {ruling.answer}
      </p>
      <p class="faint">
        <Icon name="person" /> {authorName(ruling.author)}
        {ruling !== report.correction && ruling.why && ` · ${told(ruling.why)}`}
      </p>
      <p class="faint">{t("piecesOf")}</p>
      <Difference before={ruling.question} after={report.question} />
      {report.outcome === "beside" && (
        <div class="actions">
          <button type="button" class="quiet" onClick={() => void same()}>
            <Icon name="check" />
            {t("relatedSame")}
          </button>
        </div>
      )}
    </article>
  );
}
