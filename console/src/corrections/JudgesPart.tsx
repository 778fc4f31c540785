/** Which models may judge that two questions are the same: the exam, how far it is, what it says, what each may since. */

import { useSignal } from "@preact/signals";
import { call } from "../client";
import { when } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { RouteChoice } from "../RouteChoice";
import { openReceipt } from "../route";
import { isAdmin } from "../status";
import { Trouble } from "../Trouble";
import { WorkBar } from "../jobs/WorkBar";
import { work, works } from "../jobs/works";
import { type Exam, ExamReport } from "./ExamReport";
import { languageWord } from "./names";

export function JudgesPart() {
  const route = useSignal("");
  const fresh = useSignal(false);
  const report = useSignal<Exam | null>(null);
  const loaded = useLoaded((stop) => call("corrections:judges", {}, stop), []);
  const { value, error } = loaded.value;
  const of = t("examOf", { judge: route.value || t("judgeOfSettings") });
  const examine = async (event: SubmitEvent) => {
    event.preventDefault();
    report.value = await work(of, "corrections:judge-eval", { route: route.value, fresh: fresh.value });
    loaded.reload();
  };
  return (
    <>
      {isAdmin.value && (
        <form class="filters" onSubmit={(event) => void examine(event)}>
          <RouteChoice name="judge" none="judgeOfSettings" value={route.value} choose={(one) => (route.value = one)} />
          <label class="tick">
            <input
              type="checkbox"
              checked={fresh.value}
              onChange={(event) => (fresh.value = event.currentTarget.checked)}
            />
            {t("examFresh")}
          </label>
          <button type="submit" class="primary" disabled={of in works.value}>
            <Icon name="play" />
            {t("examine")}
          </button>
        </form>
      )}
      {Object.keys(works.value)
        .filter((one) => one === of)
        .map((one) => (
          <WorkBar key={one} of={one} />
        ))}
      {report.value && <ExamReport report={report.value} />}
      <Trouble error={error} />
      {value && value.judges.length > 0 && (
        <div class="scrolled">
          <table class="figures texts">
            <caption>{t("judgesMay")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("judge")}</th>
                <th scope="col">{t("language")}</th>
                <th scope="col">{t("status")}</th>
                <th scope="col">{t("time")}</th>
              </tr>
            </thead>
            <tbody>
              {value.judges.map((one) => (
                <tr key={one.judge + one.language}>
                  <th scope="row">{one.judge}</th>
                  <td>{languageWord(one.language)}</td>
                  <td>
                    <span class={`state ${one.passed ? "ok" : "failed"}`}>
                      {t(one.passed ? "mayFire" : "mayNotFire")}
                    </span>
                  </td>
                  <td>
                    <button type="button" class="link" onClick={() => openReceipt(one.receipt)}>
                      {when(one.at_us)}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {value?.judges.length === 0 && report.value === null && <p class="none">{t("noJudges")}</p>}
    </>
  );
}
