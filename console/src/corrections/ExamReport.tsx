/** What an exam found of a judge: by language and by kind of difference, what it cost and how long it took. */

import type { Reply } from "../api";
import { cost, count, percent } from "../formats";
import { t } from "../i18n";
import { told } from "../told";
import { kindWord, languageWord } from "./names";

export type Exam = Reply<"corrections:judge-eval">;
type Language = Exam["languages"][number];

export function ExamReport({ report }: { report: Exam }) {
  return (
    <section class="card exam" aria-live="polite">
      <h2>{report.judge || t("nothingJudged")}</h2>
      <p class="faint">
        {t("examCounts", {
          questions: count(report.questions),
          asked: count(report.asked),
          kept: count(report.kept),
          failed: count(report.failed),
        })}
        {" · "}
        {cost(report.cost_microusd)}
        {" · "}
        {t("examSeconds", { usual: count(report.usual_s), late: count(report.late_s) })}
      </p>
      {report.languages.map((one) => (
        <OneLanguage key={one.language} told={one} />
      ))}
    </section>
  );
}

function OneLanguage({ told: one }: { told: Language }) {
  return (
    <section class="exam-language">
      <header>
        <h3>{languageWord(one.language)}</h3>
        <span class={`state ${one.passed ? "ok" : "failed"}`}>{t(one.passed ? "mayFire" : "mayNotFire")}</span>
      </header>
      {one.why && <p class="caution">{told(one.why)}</p>}
      <p>{t("examRecall", { share: percent(one.recall), n: count(one.paraphrases) })}</p>
      <div class="scrolled">
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{t("nearMisses")}</th>
              <th scope="col">{t("asked")}</th>
              <th scope="col">{t("firedWrongly")}</th>
              <th scope="col">{t("atMost95")}</th>
            </tr>
          </thead>
          <tbody>
            {one.kinds.map(({ kind, asked, wrong, upper }) => (
              <Row key={kind} name={kindWord(kind)} asked={asked} wrong={wrong} upper={upper} />
            ))}
          </tbody>
          <tfoot>
            <Row name={t("total")} asked={one.near_misses} wrong={one.wrong} upper={one.wrong_upper} />
          </tfoot>
        </table>
      </div>
    </section>
  );
}

function Row({ name, asked, wrong, upper }: { name: string; asked: number; wrong: number; upper: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{count(asked)}</td>
      <td>{count(wrong)}</td>
      <td>{percent(upper)}</td>
    </tr>
  );
}
