/** What was in the way of a call: a field that does not fit, a fault, or a person who has to agree first. */

import { Failure } from "../../ask/Failure";
import { ApiError } from "../../client";
import { t } from "../../i18n";
import { Trouble } from "../../Trouble";

interface Properties {
  error: Error;
  /** Sends the very same once more: what was approved goes through then. */
  again: (() => void) | undefined;
}

export function CallFault({ error, again }: Properties) {
  if (!(error instanceof ApiError)) return <Trouble error={error} />;
  return (
    <>
      <Failure error={error} {...(again && { again })} />
      {error.approval !== null && (
        <p>
          <a href="#/approvals">{t("toApprovals")}</a>
        </p>
      )}
    </>
  );
}
