/** Long work that tells how far it is, a gate, a run or an exam: it goes on while the person looks elsewhere in this page. */

import { signal } from "@preact/signals";
import type { Input, Progress, Reply } from "../api";
import { stream } from "../client";
import { t } from "../i18n";
import { complain, notify } from "../notices";

export interface Work {
  progress: Progress | null;
  stop: () => void;
}

/** By the name of the release, or of what is run or examined. */
export const works = signal<Readonly<Record<string, Work>>>({});

type Long = "releases:gate" | "evaluations:run" | "corrections:judge-eval";

/** Null where it was stopped or failed; what was asked is kept by the server, and the next time goes on from there. */
export async function work<N extends Long>(of: string, name: N, input: Input<N>): Promise<Reply<N> | null> {
  const control = new AbortController();
  put(of, { progress: null, stop: () => control.abort() });
  const item = (progress: unknown) => put(of, { ...works.value[of]!, progress: progress as Progress });
  try {
    return await stream(name, input, { item }, control.signal);
  } catch (error) {
    if (control.signal.aborted) notify(t("workStopped"));
    else complain(error);
    return null;
  } finally {
    put(of, null);
  }
}

function put(of: string, known: Work | null): void {
  const { [of]: _, ...others } = works.value;
  works.value = known === null ? others : { ...others, [of]: known };
}
