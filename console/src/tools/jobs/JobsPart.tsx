/** What one's own calls began and what goes on at tools' servers. */

import { useSignal } from "@preact/signals";
import type { Job } from "../../api";
import { call } from "../../client";
import { when } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { More, useListed } from "../../listed";
import { Trouble } from "../../Trouble";
import { ReceiptButton } from "../ReceiptButton";
import { JobPart } from "./JobPart";
import { JOB_LOOKS, JOB_STATES } from "./names";

export function JobsPart() {
  const { rows, error, busy, more, reload } = useListed(
    async (portion, stop) => (await call("tools:jobs", portion, stop)).jobs,
    [],
  );
  return (
    <>
      <div class="actions">
        <button type="button" class="quiet" onClick={reload}>
          <Icon name="again" />
          {t("lookAgain")}
        </button>
      </div>
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {rows?.map((job) => (
          <Item key={job.job} job={job} />
        ))}
      </ul>
      {rows?.length === 0 && <p class="none">{t("noJobs")}</p>}
      <More more={more} />
    </>
  );
}

function Item({ job }: { job: Job }) {
  const isOpen = useSignal(false);
  return (
    <li class="card">
      <details open={isOpen.value} onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
        <summary>
          <code>{job.tool}</code> <span class={`state ${JOB_LOOKS[job.state]}`}>{t(JOB_STATES[job.state])}</span>{" "}
          <span class="faint">{when(job.begun_us)}</span>
        </summary>
        {isOpen.value && <JobPart job={job.job} input={{}} />}
      </details>
      <div class="actions">
        <ReceiptButton id={job.job} />
      </div>
    </li>
  );
}
