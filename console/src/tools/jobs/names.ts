/** How work at a tool's server stands, in words. */

import type { Job } from "../../api";
import type { Key } from "../../i18n";

export const JOB_STATES = {
  running: "jobRunning",
  done: "jobDone",
  failed: "jobFailed",
  unwatched: "jobUnwatched",
  cancelled: "jobCancelled",
  lost: "jobLost",
} as const satisfies Record<Job["state"], Key>;

export const JOB_LOOKS: Record<Job["state"], string> = {
  running: "waiting",
  done: "ok",
  failed: "failed",
  unwatched: "",
  cancelled: "",
  lost: "failed",
};
