/** What a toolbox would bring: its tools, what of its description cannot be used and why, and what it may do beyond before. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { plain } from "../../approvals/plain";
import type { AddedTools, ToolRow } from "../../api";
import { count, languageOf } from "../../formats";
import { t } from "../../i18n";
import { told } from "../../told";
import { RiskBadge } from "../RiskBadge";

interface Properties {
  told: AddedTools;
  busy: boolean;
  add: (accept: boolean) => void;
}

export function Rehearsal({ told: wish, busy, add }: Properties) {
  const accepted = useSignal(false);
  // What lets nobody in yet has no tool to show: it is added, then signed in to.
  const hasAny = wish.tools.length + wish.needs.length > 0;
  const wider = wish.wider.length > 0;
  const update = wish.removed.length + wish.changed.length > 0 || wider;
  return (
    <section class="card rehearsal" aria-label={t("wouldAdd")}>
      <h2>
        {t("wouldAdd")} <code>{wish.name}</code>
      </h2>
      <Tools rows={wish.tools} />
      {wish.servers.length > 0 && (
        <p class="faint">{t("callsGo", { servers: wish.servers.map(plain).join(t("comma")) })}</p>
      )}
      {wish.needs.length > 0 && (
        <p class="faint">{t("lockedBy", { schemes: wish.needs.map(plain).join(t("comma")) })}</p>
      )}
      {update && <Changes wish={wish} />}
      <Listed name={t("notBelieved", { n: count(wish.held.length) })} from={wish.held}>
        {(words) => plain(told(words))}
      </Listed>
      <Listed name={t("refusedParts", { n: count(wish.refused.length) })} from={wish.refused}>
        {({ where, why }) => (
          <>
            <code>{plain(where)}</code> <span lang={languageOf(why)}>{plain(why)}</span>
          </>
        )}
      </Listed>
      <Listed name={t("warningsCount", { n: count(wish.warnings.length) })} from={wish.warnings}>
        {(warning) => <span lang={languageOf(warning)}>{plain(warning)}</span>}
      </Listed>
      {wider && (
        <label class="tick caution">
          <input
            type="checkbox"
            checked={accepted.value}
            onChange={(event) => (accepted.value = event.currentTarget.checked)}
          />
          {t("acceptWider")}
        </label>
      )}
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={busy || !hasAny || (wider && !accepted.value)}
          onClick={() => add(accepted.value)}
        >
          {t("addTools", { n: count(wish.tools.length) })}
        </button>
      </div>
    </section>
  );
}

function Tools({ rows }: { rows: readonly ToolRow[] }) {
  return (
    <ul class="tool-rows" aria-label={t("tools")}>
      {rows.map((row) => (
        <li key={row.name}>
          <RiskBadge risk={row.risk} /> <code>{row.name}</code>{" "}
          <span lang={languageOf(told(row.title))}>{plain(told(row.title))}</span>
        </li>
      ))}
    </ul>
  );
}

function Changes({ wish }: { wish: AddedTools }) {
  return (
    <>
      <Listed name={t("isWider")} from={wish.wider} open>
        {(what) => plain(told(what))}
      </Listed>
      <Listed name={t("toolsNew", { n: count(wish.added.length) })} from={wish.added}>
        {(name) => <code>{name}</code>}
      </Listed>
      <Listed name={t("toolsChanged", { n: count(wish.changed.length) })} from={wish.changed}>
        {(name) => <code>{name}</code>}
      </Listed>
      <Listed name={t("toolsGone", { n: count(wish.removed.length) })} from={wish.removed}>
        {(name) => <code>{name}</code>}
      </Listed>
    </>
  );
}

interface ListedProperties<One> {
  name: string;
  from: readonly One[];
  open?: boolean;
  children: (one: One) => ComponentChildren;
}

function Listed<One>({ name, from, open = false, children }: ListedProperties<One>) {
  if (from.length === 0) return null;
  return (
    <details open={open}>
      <summary>{name}</summary>
      <ul class="listed">
        {from.map((one, index) => (
          <li key={index}>{children(one)}</li>
        ))}
      </ul>
    </details>
  );
}
