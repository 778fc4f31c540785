/** Lets somebody make such calls without asking each time: which, within what bounds, and until when. */

import { useSignal } from "@preact/signals";
import { call } from "../client";
import { t } from "../i18n";
import { complain, notify } from "../notices";
import { boundsOf, linesOf } from "./bounds";

interface Properties {
  actor?: string;
  capability?: string;
  /** Of the call that a person has before them: where its bounds come from. */
  input?: unknown;
  given: () => void;
  close?: () => void;
}

const DAY_MS = 24 * 3600 * 1000;
const USUAL_DAYS = 30;

export function GrantForm({ actor: asker = "", capability: asked = "", input, given, close }: Properties) {
  const actor = useSignal(asker);
  const capability = useSignal(asked);
  const bounds = useSignal(boundsOf(input).join("\n"));
  const until = useSignal(new Date(Date.now() + USUAL_DAYS * DAY_MS).toISOString().slice(0, 10));
  const why = useSignal("");
  const give = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      await call("grants:give", {
        actor: actor.value.trim(),
        capability: capability.value.trim(),
        bounds: linesOf(bounds.value),
        until_at: until.value,
        why: why.value.trim(),
      });
      notify(t("grantGiven"));
      close?.();
      given();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <form class="correct" onSubmit={(event) => void give(event)}>
      <p class="note">{t("grantNote")}</p>
      <div class="fields">
        <label>
          {t("who")}
          <input required value={actor.value} onInput={(event) => (actor.value = event.currentTarget.value)} />
        </label>
        <label>
          {t("capability")}
          <input
            required
            spellcheck={false}
            value={capability.value}
            onInput={(event) => (capability.value = event.currentTarget.value)}
          />
        </label>
        <label>
          {t("grantUntil")}
          <input
            required
            type="date"
            min={new Date().toISOString().slice(0, 10)}
            value={until.value}
            onInput={(event) => (until.value = event.currentTarget.value)}
          />
        </label>
      </div>
      <label>
        {t("grantBounds")}
        <textarea
          rows={Math.max(2, linesOf(bounds.value).length)}
          spellcheck={false}
          placeholder="amount<=100"
          value={bounds.value}
          onInput={(event) => (bounds.value = event.currentTarget.value)}
        />
      </label>
      <label>
        {t("why")}
        <input value={why.value} onInput={(event) => (why.value = event.currentTarget.value)} />
      </label>
      <div class="actions">
        <button type="submit" class="primary">
          {t("giveGrant")}
        </button>
        {close && (
          <button type="button" class="quiet" onClick={close}>
            {t("cancel")}
          </button>
        )}
      </div>
    </form>
  );
}
