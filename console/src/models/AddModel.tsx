/** Brings a model to this machine: shows how far it is, and says when it can be talked with. */

import { useSignal } from "@preact/signals";
import type { Input } from "../api";
import { stream } from "../client";
import { fileName, size } from "../formats";
import { t } from "../i18n";
import { complain, notify } from "../notices";
import type { ComponentChildren } from "preact";
import { arrivals } from "./local";

/** What the server says while files come; `total` is null where nobody knows it. */
interface Fetched {
  file: string;
  done: number;
  total: number | null;
}

interface Properties {
  /** What was filled in, as `models:add` takes it. */
  input: (form: FormData) => Input<"models:add">;
  children: ComponentChildren;
}

export function AddModel({ input, children }: Properties) {
  const running = useSignal<AbortController | null>(null);
  const fetched = useSignal<Fetched | null>(null);
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    const wish = input(new FormData(event.currentTarget as HTMLFormElement));
    const control = new AbortController();
    running.value = control;
    try {
      const item = (told: unknown) => (fetched.value = told as Fetched);
      const { name } = await stream("models:add", wish, { item }, control.signal);
      arrivals.value++;
      notify(t("modelAdded", { name }), { label: t("chat"), run: () => (location.hash = "#/models") });
    } catch (error) {
      if (!control.signal.aborted) complain(error);
    }
    running.value = fetched.value = null;
  };
  return (
    <form class="correct" autocomplete="off" onSubmit={(event) => void add(event)}>
      {children}
      {fetched.value && <Progress fetched={fetched.value} />}
      <div class="actions">
        <button type="submit" class="primary" disabled={running.value !== null}>
          {running.value ? t("addingModel") : t("addModel")}
        </button>
        {running.value && (
          <button type="button" class="quiet" onClick={() => running.value?.abort()}>
            {t("stop")}
          </button>
        )}
      </div>
    </form>
  );
}

function Progress({ fetched: { file, done, total } }: { fetched: Fetched }) {
  return (
    <label>
      {fileName(file)} · {total === null ? size(done) : t("fetched", { done: size(done), total: size(total) })}
      <progress value={total === null ? undefined : done} max={total ?? undefined} />
    </label>
  );
}
