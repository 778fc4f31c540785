/** The way between the views: at the side on wide screens; on narrow ones at the bottom, with the rest in a sheet. */

import { useSignal } from "@preact/signals";
import { waitingCalls } from "./approvals/waiting";
import { turns } from "./ask/turns";
import { count } from "./formats";
import { t } from "./i18n";
import { Icon, Seal } from "./icons";
import { MoreViews } from "./MoreViews";
import { GROUPS, type View, view } from "./route";

/** Those that a thumb reaches at once. */
const NEAR: readonly View[] = ["ask", "documents", "models", "corrections", "approvals"];

export function Rail() {
  const open = useSignal(false);
  const far = !NEAR.includes(view.value);
  return (
    <nav class="rail" aria-label={t("navigation")}>
      <a class="brand" href="#/ask" aria-label={t("home")}>
        <Seal />
      </a>
      {GROUPS.map((group) => (
        <div key={group[0]} class="group" role="presentation">
          {group.map((name) => (
            <Way key={name} name={name} near={NEAR.includes(name)} />
          ))}
        </div>
      ))}
      <button
        type="button"
        class={`to-more ${far ? "current" : ""}`}
        aria-haspopup="dialog"
        aria-expanded={open.value}
        onClick={() => (open.value = true)}
      >
        <Icon name="more" />
        <span>{t("moreViews")}</span>
      </button>
      {open.value && <MoreViews close={() => (open.value = false)} />}
    </nav>
  );
}

function Way({ name, near }: { name: View; near: boolean }) {
  const waiting = name === "approvals" ? waitingCalls.value : 0;
  return (
    <a
      href={`#/${name}`}
      aria-current={view.value === name ? "page" : undefined}
      class={`to-${name} ${near ? "" : "far"}`}
    >
      <Icon name={name} />
      <span>{t(name)}</span>
      {name === "ask" && turns.value.length > 0 && <span class="dot" aria-hidden="true" />}
      {waiting > 0 && (
        <span class="tally">
          <span aria-hidden="true">{count(waiting)}</span>
          <span class="unseen">{t("waitingCount", { n: count(waiting) })}</span>
        </span>
      )}
    </a>
  );
}
