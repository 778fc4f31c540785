/** A fix is rehearsed before it is made: its form, what it would change, and only then the button that makes it. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Fixed } from "../api";
import { t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { told } from "../told";
import { Places } from "./Places";

interface Properties {
  /** The fields. Whatever is changed in them asks for another rehearsal. */
  children: ComponentChildren;
  /** Makes it, or only says what it would do. */
  run: (dry_run: boolean) => Promise<Fixed>;
  done: () => void;
  close?: () => void;
}

export function Rehearsed({ children, run, done, close }: Properties) {
  const rehearsed = useSignal<Fixed | null>(null);
  const rehearse = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      rehearsed.value = await run(true);
    } catch (error) {
      complain(error);
    }
  };
  const make = async () => {
    try {
      const { status, held } = await run(false);
      notify([t(status === "standing" ? "fixMade" : "fixProposed"), told(held)].filter(Boolean).join(" "));
      rehearsed.value = null;
      close?.();
      done();
    } catch (error) {
      complain(error);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing || close === undefined) return;
    event.stopPropagation();
    close();
  };
  return (
    <form
      class="correct"
      onSubmit={(event) => void rehearse(event)}
      onInput={() => (rehearsed.value = null)}
      onKeyDown={onKeyDown}
    >
      {children}
      {rehearsed.value && (
        <section class="rehearsed" aria-label={t("rehearsed")} aria-live="polite">
          <Places {...rehearsed.value} />
          {rehearsed.value.held && <p class="note">{told(rehearsed.value.held)}</p>}
        </section>
      )}
      <div class="actions">
        {rehearsed.value === null ? (
          <button type="submit" class="quiet outlined">
            <Icon name="none" />
            {t("seeEffect")}
          </button>
        ) : (
          <button type="button" class="primary" onClick={() => void make()}>
            <Icon name="check" />
            {t(rehearsed.value.status === "standing" ? "makeFix" : "proposeFix")}
          </button>
        )}
        {close && (
          <button type="button" class="quiet" onClick={close}>
            {t("cancel")}
          </button>
        )}
      </div>
    </form>
  );
}
