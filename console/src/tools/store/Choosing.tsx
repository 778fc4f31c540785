/** How tools are chosen for a request: by words alone or by meaning, too; by whose vectors, and whether any is missing. */

import { useSignal } from "@preact/signals";
import type { Reply } from "../../api";
import { plain } from "../../approvals/plain";
import { call, stream } from "../../client";
import { count } from "../../formats";
import { type Key, t } from "../../i18n";
import { Icon } from "../../icons";
import { useLoaded } from "../../load";
import { complain } from "../../notices";
import { Fact } from "../../receipts/Fact";
import type { Progress } from "../../schema";
import { isAdmin } from "../../status";
import { isProgress } from "../tool/calling";
import { Working } from "../tool/Working";

const LANGUAGES: Record<"en" | "zh", Key> = { en: "inEnglish", zh: "inChinese" };

export function Choosing() {
  const loaded = useLoaded((stop) => call("tools:vectors", {}, stop), []);
  const { value } = loaded.value;
  return (
    value && (
      <details class="choosing">
        <summary>{t(value.model === "" ? "chosenByWords" : "chosenByMeaning")}</summary>
        {value.possible ? <Standing value={value} changed={loaded.reload} /> : <p class="faint">{t("noVectors")}</p>}
      </details>
    )
  );
}

function Standing({ value, changed }: { value: Reply<"tools:vectors">; changed: () => void }) {
  const { model, reads, by_words, texts, made } = value;
  const words = (languages: readonly ("en" | "zh")[]) => languages.map((one) => t(LANGUAGES[one])).join(t("comma"));
  return (
    <>
      <dl class="facts">
        {model !== "" && (
          <Fact name={t("vectorsOf")}>
            <code>{plain(model)}</code>
          </Fact>
        )}
        {reads.length > 0 && <Fact name={t("helpsIn")}>{words(reads)}</Fact>}
        {by_words.length > 0 && <Fact name={t("wordsAloneIn")}>{words(by_words)}</Fact>}
        <Fact name={t("vectorsMade")}>
          {t("doneOf", { done: count(made), total: count(texts) })}{" "}
          <span class={`state ${made === texts ? "ok" : "waiting"}`}>
            {t(made === texts ? "vectorsWhole" : "vectorsMissing")}
          </span>
        </Fact>
      </dl>
      {made < texts && isAdmin.value && <Make changed={changed} />}
    </>
  );
}

/** A running server makes them by itself, beside its work; a person need not wait for that. */
function Make({ changed }: { changed: () => void }) {
  const control = useSignal<AbortController | null>(null);
  const far = useSignal<Progress | null>(null);
  const make = async () => {
    const own = (control.value = new AbortController());
    const item = (one: unknown) => void (isProgress(one) && (far.value = { ...one, said: "" }));
    try {
      await stream("tools:embed", {}, { item }, own.signal);
    } catch (error) {
      if (!own.signal.aborted) complain(error);
    }
    control.value = null;
    changed();
  };
  if (control.value !== null)
    return <Working name={t("vectorsMade")} far={far.value} stopWord={t("stop")} stop={() => control.value?.abort()} />;
  return (
    <div class="actions">
      <button type="button" class="quiet" onClick={() => void make()}>
        <Icon name="play" />
        {t("makeVectors")}
      </button>
    </div>
  );
}
