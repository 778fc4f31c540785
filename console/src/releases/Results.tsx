/** What was said to each case of a run; those that failed come first, with why. */

import { call } from "../client";
import { languageOf } from "../formats";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { openReceipt } from "../route";
import { Trouble } from "../Trouble";
import { shortCase } from "./caseNames";
import { told } from "../told";

/** Leads to the receipt of what was asked; a case that could not be asked has none. */
function CaseName({ name, receipt }: { name: string; receipt: string }) {
  const shown = <code title={name}>{shortCase(name)}</code>;
  if (receipt === "") return shown;
  return (
    <button type="button" class="link" onClick={() => openReceipt(receipt)}>
      {shown}
    </button>
  );
}

export function Results({ run }: { run: string }) {
  const { value, error, busy } = useLoaded((stop) => call("evaluations:results", { run }, stop), [run]).value;
  const results = [...(value?.results ?? [])].sort((one, other) => Number(one.passed) - Number(other.passed));
  return (
    <div class="scrolled" aria-busy={busy}>
      <Trouble error={error} />
      <table class="figures texts">
        <thead>
          <tr>
            <th scope="col">{t("case")}</th>
            <th scope="col">{t("status")}</th>
            <th scope="col">{t("answered")}</th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ case: name, passed, settled, why, reply }) => (
            <tr key={name}>
              <th scope="row">
                <CaseName name={name} receipt={reply.receipt} />
              </th>
              <td>
                <span class={`state ${passed ? "ok" : settled ? "failed" : "waiting"}`}>
                  {t(passed ? "casePassed" : settled ? "caseFailed" : "caseUnsettled")}
                </span>
              </td>
              <td>
                <p class="said" lang={languageOf(reply.text)}>
                  {reply.text || reply.error || t("nothingSaid")}
                </p>
                {why.map((reason, index) => (
                  <p key={index} class="faint">
                    {told(reason)}
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
