/** The cases of a set: what is asked, and what is expected of the answer. */

import type { Expectation } from "../api";
import { call } from "../client";
import { languageOf } from "../formats";
import { type Key, t } from "../i18n";
import { useLoaded } from "../load";
import { Trouble } from "../Trouble";
import { shortCase } from "./caseNames";

const KINDS: Record<Expectation["kind"], Key> = {
  equals: "expectEquals",
  contains: "expectContains",
  excludes: "expectExcludes",
  says: "expectSays",
  cites: "expectCites",
  refuses: "expectRefuses",
  number: "expectNumber",
  json: "expectJson",
  calls: "expectCalls",
  not_calls: "expectCallsNot",
  answered_by: "expectAnsweredBy",
  not_answered_by: "expectNotAnsweredBy",
  judged: "expectJudged",
  scored: "expectScored",
  seconds: "expectSeconds",
  cost: "expectCost",
};

export function Cases({ set }: { set: string }) {
  const { value, error, busy } = useLoaded((stop) => call("evaluations:show", { name: set }, stop), [set]).value;
  return (
    <div class="scrolled" aria-busy={busy}>
      <Trouble error={error} />
      <table class="figures texts">
        <thead>
          <tr>
            <th scope="col">{t("case")}</th>
            <th scope="col">{t("question")}</th>
            <th scope="col">{t("expected")}</th>
          </tr>
        </thead>
        <tbody>
          {value?.cases.map((one) => (
            <tr key={one.name}>
              <th scope="row">
                <code title={one.name}>{shortCase(one.name)}</code>
              </th>
              <td lang={languageOf(one.question)}>{one.question}</td>
              <td>
                {one.expect.map((expectation, index) => (
                  <p key={index}>{expected(expectation, one.origin.correction)}</p>
                ))}
                {one.must && <span class="state proposed">{t("mustPass")}</span>}
                {!one.overlay && <span class="state">{t("withoutCorrections")}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The correction that a case was made of needs no name in it. */
function expected({ kind, text, value, page, form }: Expectation, own: string): string {
  if (text !== "" && text === own && kind === "answered_by") return t("expectAnsweredByOwn");
  if (text !== "" && text === own && kind === "not_answered_by") return t("expectNotAnsweredByOwn");
  const what = [text, value ?? "", page === null ? "" : t("page", { n: page }), form ? JSON.stringify(form) : ""];
  return [t(KINDS[kind]), ...what].filter((part) => part !== "").join(" ");
}
