/** The store: every tool that there is, wherever it came from, or the page of one. */

import { useSignal } from "@preact/signals";
import type { Listing } from "../../api";
import { call } from "../../client";
import { count } from "../../formats";
import { t } from "../../i18n";
import { useLoaded } from "../../load";
import { thing } from "../../route";
import { isAdmin } from "../../status";
import { Trouble } from "../../Trouble";
import { ToolPage } from "../tool/ToolPage";
import { Choosing } from "./Choosing";
import { Filters } from "./Filters";
import { StoreCard } from "./StoreCard";
import { ANYTHING, fitting, ordered, type Wanted } from "./wanted";

const PAGE = 60;

export function StorePart() {
  const name = thing.value;
  return name === "" ? <Store /> : <ToolPage key={name} name={name} />;
}

/** All come once and are narrowed here; only what did not come with them is looked for at the server. */
function Store() {
  const wanted = useSignal(ANYTHING);
  const asked = useSignal("");
  const { value, error, busy } = useLoaded(
    (stop) => call("tools:browse", { search: asked.value }, stop),
    [asked.value],
  ).value;
  const left = value !== null && value.total > value.tools.length;
  return (
    <>
      <Trouble error={error} />
      {value && <Found rows={value.tools} wanted={wanted.value} want={(next) => (wanted.value = next)} busy={busy} />}
      {(left || asked.value !== "") && (
        <p class="actions">
          {left && <span class="faint">{t("firstOf", { n: count(value.tools.length), all: count(value.total) })}</span>}
          <button type="button" class="quiet" onClick={() => (asked.value = wanted.value.words)}>
            {t("searchAll")}
          </button>
        </p>
      )}
      <Choosing />
    </>
  );
}

interface Properties {
  rows: readonly Listing[];
  wanted: Wanted;
  want: (wanted: Wanted) => void;
  busy: boolean;
}

function Found({ rows, wanted, want, busy }: Properties) {
  const shown = useSignal(PAGE);
  const found = ordered(fitting(rows, wanted), wanted.order);
  const narrow = (part: Partial<Wanted>) => {
    want({ ...wanted, ...part });
    shown.value = PAGE;
  };
  return (
    <>
      <Filters rows={rows} wanted={wanted} want={narrow} />
      <p class="faint" role="status">
        {t("toolsFound", { n: count(found.length), all: count(rows.length) })}
      </p>
      <ul class="tool-grid" aria-busy={busy}>
        {found.slice(0, shown.value).map((row) => (
          <StoreCard key={row.name} row={row} />
        ))}
      </ul>
      {found.length > shown.value && (
        <button type="button" class="quiet more" onClick={() => (shown.value += PAGE)}>
          {t("more")}
        </button>
      )}
      {found.length === 0 && <Nothing reset={() => want(ANYTHING)} />}
    </>
  );
}

function Nothing({ reset }: { reset: () => void }) {
  return (
    <div class="none">
      <p>{t("noSuchTool")}</p>
      <div class="actions">
        <button type="button" class="quiet" onClick={reset}>
          {t("showAllTools")}
        </button>
        {isAdmin.value && (
          <a class="quiet" href="#/tools/boxes">
            {t("addToolbox")}
          </a>
        )}
      </div>
    </div>
  );
}
