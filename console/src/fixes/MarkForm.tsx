/** Marks a passage as wrong or outdated: what an answer cites, or what stands in a document. */

import { useSignal } from "@preact/signals";
import type { Fix, Input } from "../api";
import { call } from "../client";
import { languageOf } from "../formats";
import { type Key, t } from "../i18n";
import { Rehearsed } from "./Rehearsed";
import { BLAMES } from "./names";

type Blame = NonNullable<Fix["blame"]>;

interface Properties {
  document: string;
  /** The passage that stands open, or what was selected of it. */
  quote: string;
  /** The answer that cites it, and as which number. */
  cited?: Pick<Input<"fixes:mark">, "receipt" | "citation"> | undefined;
  done: () => void;
  close: () => void;
}

export function MarkForm({ document, quote: marked, cited, done, close }: Properties) {
  const quote = useSignal(marked);
  const blame = useSignal<Blame>("outdated");
  const why = useSignal("");
  const run = (dry_run: boolean) => {
    // The citation knows where it stands; words that were typed have to be looked for.
    const passage = cited && quote.value === marked ? cited : { document, quote: quote.value.trim() };
    return call("fixes:mark", { ...passage, blame: blame.value, why: why.value.trim(), dry_run });
  };
  return (
    <Rehearsed run={run} done={done} close={close}>
      <label>
        {t("passage")}
        <textarea
          required
          rows={3}
          value={quote.value}
          lang={languageOf(quote.value)}
          onInput={(event) => (quote.value = event.currentTarget.value)}
        />
      </label>
      <fieldset class="choices">
        <legend class="unseen">{t("whatIsTheMatter")}</legend>
        {(Object.entries(BLAMES) as [Blame, Key][]).map(([one, name]) => (
          <label key={one} class="tick">
            <input type="radio" name="blame" checked={blame.value === one} onChange={() => (blame.value = one)} />
            {t(name)}
          </label>
        ))}
      </fieldset>
      <label>
        {t("why")}
        <input value={why.value} onInput={(event) => (why.value = event.currentTarget.value)} />
      </label>
    </Rehearsed>
  );
}
