/** Says which document a question belongs to: whoever asks it is answered from there. */

import { useSignal } from "@preact/signals";
import { call } from "../client";
import { fileName } from "../formats";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { Trouble } from "../Trouble";
import { Rehearsed } from "./Rehearsed";

interface Properties {
  /** Of the answer whose question it is. */
  receipt: string;
  done: () => void;
  close: () => void;
}

export function PointForm({ receipt, done, close }: Properties) {
  const document = useSignal("");
  const quote = useSignal("");
  const why = useSignal("");
  const query = useSignal("");
  const { value, error } = useLoaded(
    (stop) => call("knowledge:documents", { query: query.value.trim(), limit: 1_000 }, stop),
    [query.value],
  ).value;
  const live = value?.documents.filter(({ state }) => state === "live") ?? [];
  const run = (dry_run: boolean) => {
    const said = { quote: quote.value.trim(), why: why.value.trim() };
    return call("fixes:point", { receipt, document: document.value, ...said, dry_run });
  };
  return (
    <Rehearsed run={run} done={done} close={close}>
      <Trouble error={error} />
      <label>
        {t("filter")}
        <input type="search" value={query.value} onInput={(event) => (query.value = event.currentTarget.value)} />
      </label>
      <label>
        {t("rightDocument")}
        <select required value={document.value} onChange={(event) => (document.value = event.currentTarget.value)}>
          <option value="">{t("chooseDocument")}</option>
          {live.map(({ id, path, base }) => (
            <option key={id} value={id}>
              {`${fileName(path)} (${base})`}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("rightPassage")}
        <textarea rows={2} value={quote.value} onInput={(event) => (quote.value = event.currentTarget.value)} />
      </label>
      <label>
        {t("why")}
        <input value={why.value} onInput={(event) => (why.value = event.currentTarget.value)} />
      </label>
    </Rehearsed>
  );
}
