/** Loads something when what it depends on changes, and forgets answers that come too late. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export interface Loaded<T> {
  value: T | null;
  error: Error | null;
  busy: boolean;
}

export function useLoaded<T>(
  load: (stop: AbortSignal) => Promise<T>,
  on: readonly unknown[],
): Signal<Loaded<T>> & { reload: () => void } {
  const state = useSignal<Loaded<T>>({ value: null, error: null, busy: true });
  const round = useSignal(0);
  useEffect(() => {
    const control = new AbortController();
    const settle = (loaded: Loaded<T>) => {
      if (!control.signal.aborted) state.value = loaded;
    };
    settle({ ...state.peek(), busy: true });
    load(control.signal).then(
      (value) => settle({ value, error: null, busy: false }),
      (error: Error) => settle({ value: null, error, busy: false }),
    );
    return () => control.abort();
  }, [...on, round.value]);
  return Object.assign(state, { reload: () => void round.value++ });
}
