/** Reads an old value as a new one wherever it is cited: in a document, in a knowledge base, or everywhere. */

import { useSignal } from "@preact/signals";
import { call } from "../client";
import { t } from "../i18n";
import { bases } from "../status";
import { Rehearsed } from "./Rehearsed";

interface Properties {
  /** The document that stands open; without it, the choice is between the bases. */
  document?: string;
  receipt?: string | undefined;
  done: () => void;
  close?: () => void;
}

const EVERYWHERE = "";

export function ReplaceForm({ document, receipt, done, close }: Properties) {
  const old = useSignal("");
  const now = useSignal("");
  const here = useSignal(document !== undefined);
  const base = useSignal(bases.value?.[0]?.name ?? EVERYWHERE);
  const why = useSignal("");
  const run = (dry_run: boolean) => {
    const where =
      here.value && document ? { document } : base.value === EVERYWHERE ? { everywhere: true } : { base: base.value };
    const said = { old: old.value.trim(), new: now.value.trim(), why: why.value.trim(), receipt: receipt ?? null };
    return call("fixes:replace", { ...where, ...said, dry_run });
  };
  const choose = (value: string) => {
    here.value = value === "here";
    if (!here.value) base.value = value.slice(1);
  };
  return (
    <Rehearsed run={run} done={done} close={close}>
      <div class="fields">
        <label>
          {t("oldValue")}
          <input required value={old.value} onInput={(event) => (old.value = event.currentTarget.value)} />
        </label>
        <label>
          {t("newValue")}
          <input required value={now.value} onInput={(event) => (now.value = event.currentTarget.value)} />
        </label>
        <label>
          {t("where")}
          <select
            value={here.value ? "here" : `:${base.value}`}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {document && <option value="here">{t("thisDocument")}</option>}
            {bases.value?.map(({ name }) => (
              <option key={name} value={`:${name}`}>
                {t("inBase", { base: name })}
              </option>
            ))}
            <option value=":">{t("everywhere")}</option>
          </select>
        </label>
        <label class="wide">
          {t("why")}
          <input value={why.value} onInput={(event) => (why.value = event.currentTarget.value)} />
        </label>
      </div>
      <p class="note">{t("replaceNote")}</p>
    </Rehearsed>
  );
}
