/** Work that goes on at a tool's server after the call that began it: followed, ended, and what comes of it. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Job, Reply } from "../../api";
import { call, stream } from "../../client";
import type { Values } from "../../form/values";
import { t } from "../../i18n";
import { complain } from "../../notices";
import { Trouble } from "../../Trouble";
import { ToolResult } from "../result/ToolResult";
import type { Progress } from "../../schema";
import { isProgress } from "../tool/calling";
import { Working } from "../tool/Working";
import { JOB_STATES } from "./names";

/** So long one look lasts; then the next begins. */
const LOOK_S = 600;

type Shown = Reply<"tools:job">;

/** `input` is what the tool was given. */
export function JobPart({ job, input }: { job: string; input: Values }) {
  const shown = useSignal<Shown | null>(null);
  const far = useSignal<Progress | null>(null);
  const error = useSignal<Error | null>(null);
  const looking = useRef<AbortController>(null);
  useEffect(() => {
    const control = new AbortController();
    looking.current = control;
    const item = (one: unknown) => isProgress(one) && (far.value = one);
    const look = async () => {
      try {
        do {
          const wait_s = shown.peek() === null ? 0 : LOOK_S;
          shown.value = await stream("tools:job", { job, wait_s }, { item }, control.signal);
          far.value ??= shown.value.job.progress;
        } while (isGoingOn(shown.value.job));
      } catch (fault) {
        if (!control.signal.aborted) error.value = fault as Error;
      }
    };
    void look();
    return () => control.abort();
  }, [job]);
  const end = async () => {
    try {
      const ended = await call("tools:cancel", { job });
      looking.current?.abort();
      if (shown.value) shown.value = { ...shown.value, job: ended };
    } catch (fault) {
      complain(fault);
    }
  };
  return (
    <>
      <Trouble error={error.value} />
      {shown.value && <Standing shown={shown.value} far={far.value} input={input} end={() => void end()} />}
    </>
  );
}

interface StandingProperties {
  shown: Shown;
  far: Progress | null;
  input: Values;
  end: () => void;
}

function Standing({ shown: { job, output }, far, input, end }: StandingProperties) {
  if (isGoingOn(job)) return <Working name={job.tool} far={far} stopWord={t("endJob")} stop={end} />;
  if (output === null) return <p class="caution">{t(JOB_STATES[job.state])}</p>;
  const value = { ...output, job: "", correction: null };
  return <ToolResult name={job.tool} input={input} answer={{ value, receipt: job.receipt }} />;
}

function isGoingOn({ state }: Job): boolean {
  return state === "running" || state === "unwatched";
}
