/** A set of cases, or its next version: of the corrections, of what was answered, or of lines that a person gives. */

import { useSignal } from "@preact/signals";
import type { Reply } from "../api";
import { call } from "../client";
import { type Key, t } from "../i18n";
import { complain, notify } from "../notices";

type Source = "corrections" | "receipts" | "jsonl" | "csv" | "attacks";

const SOURCES: Record<Source, Key> = {
  corrections: "fromCorrections",
  receipts: "fromReceipts",
  jsonl: "fromJsonl",
  csv: "fromCsv",
  attacks: "fromAttacks",
};

export function NewSet({ made }: { made: () => void }) {
  const name = useSignal("");
  const source = useSignal<Source>("corrections");
  const text = useSignal("");
  const attacks = useSignal(false);
  const lines = source.value === "jsonl" || source.value === "csv";
  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    try {
      const set = await written(source.value, name.value.trim(), text.value, attacks.value);
      notify(t("setMade", { name: `${set.name}@${set.version}`, n: set.cases }));
      name.value = text.value = "";
      form.closest("details")?.removeAttribute("open");
      made();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <details class="new">
      <summary>{t("newSet")}</summary>
      <form class="correct" onSubmit={(event) => void make(event)}>
        <div class="fields">
          {source.value !== "attacks" && (
            <label>
              {t("setName")}
              <input required value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
            </label>
          )}
          <label>
            {t("madeOf")}
            <select value={source.value} onChange={(event) => (source.value = event.currentTarget.value as Source)}>
              {(Object.keys(SOURCES) as Source[]).map((one) => (
                <option key={one} value={one}>
                  {t(SOURCES[one])}
                </option>
              ))}
            </select>
          </label>
          {source.value === "receipts" && (
            <label>
              {t("search")}
              <input type="search" value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
            </label>
          )}
        </div>
        {lines && (
          <label>
            {t("caseLines")}
            <textarea
              required
              rows={4}
              spellcheck={false}
              value={text.value}
              onInput={(event) => (text.value = event.currentTarget.value)}
            />
          </label>
        )}
        {lines && (
          <label class="tick">
            <input
              type="checkbox"
              checked={attacks.value}
              onChange={(event) => (attacks.value = event.currentTarget.checked)}
            />
            {t("areAttacks")}
          </label>
        )}
        {source.value === "attacks" && <p class="note">{t("attacksNote")}</p>}
        <div class="actions">
          <button type="submit" class="primary">
            {t("save")}
          </button>
        </div>
      </form>
    </details>
  );
}

async function written(
  source: Source,
  name: string,
  text: string,
  attacks: boolean,
): Promise<Reply<"evaluations:add">> {
  if (source === "corrections") return call("evaluations:from-corrections", { name });
  if (source === "receipts") return call("evaluations:from-receipts", { name, query: text.trim() });
  if (source === "attacks") return call("evaluations:red-team", {});
  return call("evaluations:add", { name, content: text, format: source, purpose: attacks ? "red team" : "" });
}
