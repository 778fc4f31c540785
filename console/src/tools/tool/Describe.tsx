/** What an administrator says of a tool in place of its own words: by hand, or by a model and then looked at. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import type { Reply, ShownTool } from "../../api";
import { call } from "../../client";
import { languageOf, when } from "../../formats";
import { type Key, t } from "../../i18n";
import { complain, notify } from "../../notices";
import { authorName, status } from "../../status";
import { told } from "../../told";

type Description = Pick<Reply<"tools:suggest-description">, "title" | "description" | "samples">;

interface Draft {
  titleZh: string;
  titleEn: string;
  zh: string;
  en: string;
  /** One on each line. */
  samples: string;
}

/** The fields, and whether one takes more than a line. */
const FIELDS = [
  ["titleZh", "titleInChinese", false],
  ["titleEn", "titleInEnglish", false],
  ["zh", "aboutInChinese", true],
  ["en", "aboutInEnglish", true],
  ["samples", "samplesByLine", true],
] as const satisfies readonly (readonly [keyof Draft, Key, boolean])[];

const EMPTY: Draft = { titleZh: "", titleEn: "", zh: "", en: "", samples: "" };

interface Properties {
  tool: ShownTool;
  changed: () => void;
}

export function Describe({ tool, changed }: Properties) {
  const draft = useSignal<Draft>(tool.own ? drafted(tool.own.described) : EMPTY);
  const busy = useSignal(false);
  const canSuggest = status.value?.model != null;

  const attempt = async (work: () => Promise<void>) => {
    busy.value = true;
    try {
      await work();
    } catch (error) {
      complain(error);
    }
    busy.value = false;
  };
  const say = (description: Description) =>
    attempt(async () => {
      await call("tools:describe", { name: tool.name, ...description });
      notify(t("described"));
      changed();
    });
  const suggest = () =>
    attempt(async () => {
      draft.value = drafted(await call("tools:suggest-description", { name: tool.name }));
    });
  const takeBack = () => {
    draft.value = EMPTY;
    return say(saidIn(EMPTY));
  };
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    void say(saidIn(draft.value));
  };

  return (
    <details>
      <summary>{t("describeTool")}</summary>
      <form class="correct" onSubmit={save}>
        <p class="note">{t("describeLead")}</p>
        {FIELDS.map(([name, word, long]) => (
          <label key={name}>
            {t(word)}
            {long ? (
              <textarea
                rows={3}
                value={draft.value[name]}
                onInput={(event) => write(name, event.currentTarget.value)}
              />
            ) : (
              <input value={draft.value[name]} onInput={(event) => write(name, event.currentTarget.value)} />
            )}
          </label>
        ))}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy.value || isEmpty(draft.value)}>
            {t("save")}
          </button>
          {canSuggest && (
            <button type="button" class="quiet" disabled={busy.value} onClick={() => void suggest()}>
              {t(busy.value ? "running" : "suggestDescription")}
            </button>
          )}
          {tool.own && (
            <button type="button" class="quiet" disabled={busy.value} onClick={() => void takeBack()}>
              {t("ownWordsAgain")}
            </button>
          )}
        </div>
      </form>
    </details>
  );

  function write(name: keyof Draft, text: string) {
    draft.value = { ...draft.value, [name]: text };
  }
}

/** What the tool says of itself, where it is described otherwise. */
export function OwnWords({ own }: { own: NonNullable<ShownTool["own"]> }) {
  const [title, about] = [told(own.title), told(own.description)];
  return (
    <>
      {own.outdated && <p class="caution">{t("describedOutdated")}</p>}
      <details>
        <summary>{t("describedBy", { who: authorName(own.by), when: when(own.at_us) })}</summary>
        <p lang={languageOf(title)}>
          <strong>{plain(title)}</strong>
        </p>
        {about !== title && (
          <p class="said" lang={languageOf(about)}>
            {plain(about)}
          </p>
        )}
      </details>
    </>
  );
}

function drafted({ title, description, samples }: Description): Draft {
  return {
    titleZh: title.zh,
    titleEn: title.en,
    zh: description.zh,
    en: description.en,
    samples: samples.join("\n"),
  };
}

function saidIn({ titleZh, titleEn, zh, en, samples }: Draft): Description {
  const lines = samples.split("\n").map((line) => line.trim());
  return { title: { zh: titleZh, en: titleEn }, description: { zh, en }, samples: lines.filter((line) => line !== "") };
}

function isEmpty(draft: Draft): boolean {
  return Object.values(draft).every((text: string) => text.trim() === "");
}
