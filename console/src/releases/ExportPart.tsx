/** What people corrected, as files that trainers and other programs read: demonstrations, pairs, or a set of cases. */

import { useSignal } from "@preact/signals";
import type { Input } from "../api";
import { call } from "../client";
import { count } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { bytesOf, saveFile } from "../save";
import { SetChoice, useSet } from "./SetChoice";

type Wanted = Required<Input<"evaluations:export">>;

const KINDS: Record<Wanted["what"], { name: Key; note: Key }> = {
  demonstrations: { name: "exportDemonstrations", note: "exportDemonstrationsNote" },
  preferences: { name: "exportPreferences", note: "exportPreferencesNote" },
  cases: { name: "exportCases", note: "exportCasesNote" },
};
const FORMATS = { jsonl: "JSONL", parquet: "Parquet" } as const;

export function ExportPart() {
  const what = useSignal<Wanted["what"]>("demonstrations");
  const format = useSignal<Wanted["format"]>("jsonl");
  const cases = useSet();
  const set = what.value === "cases" ? cases.set : "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void exported({ what: what.value, set, format: format.value });
  };
  return (
    <form class="card export" onSubmit={submit}>
      <fieldset class="kinds">
        <legend class="unseen">{t("exportWhat")}</legend>
        {(Object.keys(KINDS) as Wanted["what"][]).map((kind) => (
          <label key={kind} class="kind">
            <input type="radio" name="what" checked={what.value === kind} onChange={() => (what.value = kind)} />
            <span>
              <strong>{t(KINDS[kind].name)}</strong>
              <span class="faint">{t(KINDS[kind].note)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="filters">
        {what.value === "cases" && <SetChoice {...cases} />}
        <label>
          {t("fileFormat")}
          <select
            value={format.value}
            onChange={(event) => (format.value = event.currentTarget.value as Wanted["format"])}
          >
            {(Object.keys(FORMATS) as Wanted["format"][]).map((one) => (
              <option key={one} value={one}>
                {FORMATS[one]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="primary" disabled={what.value === "cases" && set === ""}>
          <Icon name="download" />
          {t("downloadFile")}
        </button>
      </div>
    </form>
  );
}

async function exported(wanted: Wanted): Promise<void> {
  try {
    const { rows, format, content } = await call("evaluations:export", wanted);
    saveFile(new Blob([bytesOf(content)]), `wainao-${wanted.set || wanted.what}.${format}`);
    notify(t("exportedRows", { n: count(rows) }));
  } catch (error) {
    complain(error);
  }
}
