/** Which corrections are wanted: what they say, how they stand, for whom, and by whom. */

import type { Signal } from "@preact/signals";
import type { Scope } from "../api";
import { Choice } from "../Choice";
import { t } from "../i18n";
import { SCOPES, type State, STATES } from "./names";

export interface Wanted {
  query: string;
  state: State | "";
  scope: Scope | "";
  author: string;
}

export const ALL: Wanted = { query: "", state: "", scope: "", author: "" };

export function Filters({ wanted }: { wanted: Signal<Wanted> }) {
  const change = (part: Partial<Wanted>) => (wanted.value = { ...wanted.value, ...part });
  const { query, state, scope, author } = wanted.value;
  return (
    <div class="filters">
      <label>
        {t("search")}
        <input type="search" value={query} onInput={(event) => change({ query: event.currentTarget.value })} />
      </label>
      <Choice name="status" words={STATES} value={state} choose={(state) => change({ state })} />
      <Choice name="scope" words={SCOPES} value={scope} choose={(scope) => change({ scope })} />
      <label>
        {t("author")}
        <input type="search" value={author} onInput={(event) => change({ author: event.currentTarget.value })} />
      </label>
    </div>
  );
}
