/** How often a tool may be called, or all tools of a toolbox; an administrator says so. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import type { ToolLimit } from "../../api";
import { call } from "../../client";
import { count } from "../../formats";
import { t } from "../../i18n";
import { complain, notify } from "../../notices";
import { isAdmin } from "../../status";

interface Properties {
  name: string;
  limits: readonly ToolLimit[];
  changed: () => void;
}

export function Limits({ name, limits, changed }: Properties) {
  if (limits.length === 0 && !isAdmin.value) return null;
  return (
    <section>
      <h3>{t("limits")}</h3>
      {limits.length === 0 && <p class="faint">{t("noLimits")}</p>}
      <ul class={limits.length > 0 ? "rows" : ""}>
        {limits.map((limit) => (
          <li key={`${limit.name} ${limit.each}`}>
            <span class="entry">
              <code>{plain(limit.name)}</code> {told(limit).join(t("comma"))}
              {limit.each && <span class="faint">{t("eachByItself")}</span>}
            </span>
          </li>
        ))}
      </ul>
      {isAdmin.value && (
        <details>
          <summary>{t("setLimit")}</summary>
          <LimitForm name={name} changed={changed} />
        </details>
      )}
    </section>
  );
}

function told(limit: ToolLimit): string[] {
  const { calls_per_minute, calls_per_minute_used, calls_at_once, calls_at_once_used } = limit;
  return [
    ...(calls_per_minute === null ? [] : [t("perMinute", { n: usedOf(calls_per_minute_used, calls_per_minute) })]),
    ...(calls_at_once === null ? [] : [t("atOnce", { n: usedOf(calls_at_once_used, calls_at_once) })]),
  ];
}

function usedOf(used: number | null, most: number): string {
  return used === null ? count(most) : `${count(used)} / ${count(most)}`;
}

function LimitForm({ name, changed }: { name: string; changed: () => void }) {
  const [minute, once, each] = [useSignal(""), useSignal(""), useSignal(false)];
  const numberIn = (text: string) => (text === "" ? null : Number(text));
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      const numbers = { calls_per_minute: numberIn(minute.value), calls_at_once: numberIn(once.value) };
      await call("tools:limit", { name, each: each.value, ...numbers });
      notify(t("limitSet"));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <form class="correct" onSubmit={(event) => void save(event)}>
      <div class="fields">
        <label>
          {t("callsAMinute")}
          <input
            type="number"
            min={1}
            value={minute.value}
            onInput={(event) => (minute.value = event.currentTarget.value)}
          />
        </label>
        <label>
          {t("callsAtOnce")}
          <input
            type="number"
            min={1}
            value={once.value}
            onInput={(event) => (once.value = event.currentTarget.value)}
          />
        </label>
        <label class="tick">
          <input
            type="checkbox"
            checked={each.value}
            onChange={(event) => (each.value = event.currentTarget.checked)}
          />
          {t("eachByItself")}
        </label>
      </div>
      <div class="actions">
        <button type="submit" class="primary">
          {t("save")}
        </button>
        <span class="note">{t("limitNote")}</span>
      </div>
    </form>
  );
}
