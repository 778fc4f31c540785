/** Keeps the call that was just made as a demonstration, once more made for that. */

import { useSignal } from "@preact/signals";
import { call } from "../../client";
import type { Values } from "../../form/values";
import { t } from "../../i18n";
import { complain, notify } from "../../notices";

interface Properties {
  tool: string;
  input: Values;
  recorded: () => void;
}

export function RecordDemo({ tool, input, recorded }: Properties) {
  const title = useSignal("");
  const done = useSignal(false);
  const record = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      await call("tools:demonstrate", { tool, arguments: input, title: title.value.trim() });
      done.value = true;
      notify(t("demoRecorded"));
      recorded();
    } catch (error) {
      complain(error);
    }
  };
  if (done.value) return null;
  return (
    <form class="correct" onSubmit={(event) => void record(event)}>
      <label>
        {t("demoTitle")}
        <input required value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} />
      </label>
      <div class="actions">
        <button type="submit" class="primary">
          {t("recordDemo")}
        </button>
      </div>
    </form>
  );
}
