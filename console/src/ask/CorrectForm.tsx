/** Says what the right answer is, in place; shows what changes before it is saved. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Reply, Scope } from "../api";
import { call } from "../client";
import { SCOPES } from "../corrections/names";
import { languageOf } from "../formats";
import { t } from "../i18n";
import { complain } from "../notices";
import { bases } from "../status";
import { Difference } from "./Difference";

interface Properties {
  /** Of the answer that is corrected. */
  receipt: string;
  before: string;
  /** The knowledge base that was asked; null: all of them. */
  base: string | null;
  saved: (said: Reply<"corrections:propose">) => void;
  close: () => void;
}

export function CorrectForm({ receipt, before, base: asked, saved, close }: Properties) {
  const text = useSignal(before);
  const scope = useSignal<Scope>("everyone");
  const base = useSignal(asked ?? bases.value?.[0]?.name ?? "");
  const expires = useSignal("");
  const why = useSignal("");
  const busy = useSignal(false);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);

  const unchanged = text.value.trim() === "" || text.value.trim() === before.trim();
  const save = async (event: Event) => {
    event.preventDefault();
    if (unchanged || busy.value) return;
    busy.value = true;
    try {
      const said = await call("corrections:propose", {
        receipt,
        answer: text.value.trim(),
        scope: scope.value,
        ...(scope.value === "base" && { base: base.value }),
        ...(expires.value && { expires_at: endOfDay(expires.value) }),
        ...(why.value.trim() && { why: why.value.trim() }),
      });
      close();
      saved(said);
    } catch (error) {
      busy.value = false;
      complain(error);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) void save(event);
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    close();
  };

  return (
    <form class="correct" onSubmit={(event) => void save(event)} onKeyDown={onKeyDown}>
      <label for={`answer-${receipt}`}>{t("rightAnswer")}</label>
      <textarea
        id={`answer-${receipt}`}
        ref={box}
        rows={Math.min(10, Math.max(3, text.value.split("\n").length + 1))}
        value={text.value}
        lang={languageOf(text.value)}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      {!unchanged && before !== "" && <Difference before={before} after={text.value} />}
      <div class="fields">
        <label>
          {t("scope")}
          <select value={scope.value} onChange={(event) => (scope.value = event.currentTarget.value as Scope)}>
            {(Object.keys(SCOPES) as Scope[]).map((one) => (
              <option key={one} value={one}>
                {t(SCOPES[one])}
              </option>
            ))}
          </select>
        </label>
        {scope.value === "base" && (
          <label>
            {t("base")}
            <select value={base.value} onChange={(event) => (base.value = event.currentTarget.value)}>
              {bases.value?.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {t("expires")}
          <input
            type="date"
            min={new Date().toISOString().slice(0, 10)}
            value={expires.value}
            onInput={(event) => (expires.value = event.currentTarget.value)}
          />
        </label>
        <label class="wide">
          {t("why")}
          <input
            type="text"
            placeholder={t("whyPlaceholder")}
            value={why.value}
            onInput={(event) => (why.value = event.currentTarget.value)}
          />
        </label>
      </div>
      <div class="actions">
        <button type="submit" class="primary" disabled={unchanged || busy.value}>
          {t("save")}
        </button>
        <button type="button" class="quiet" onClick={close}>
          {t("cancel")}
        </button>
        <span class="note">{t("correctNote")}</span>
      </div>
    </form>
  );
}

/** A correction holds to the end of the day that was picked, where the person is. */
function endOfDay(date: string): string {
  return new Date(`${date}T23:59:59`).toISOString();
}
