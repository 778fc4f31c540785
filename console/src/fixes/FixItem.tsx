/** One fix of a source: what it says, how it stands, what it changes now, and what can be done with it. */

import { useSignal } from "@preact/signals";
import type { Fix } from "../api";
import { call } from "../client";
import { day, fileName, languageOf, shortId, when } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { complain, notify } from "../notices";
import { openReceipt } from "../route";
import { authorName, isAdmin } from "../status";
import { told } from "../told";
import { Trouble } from "../Trouble";
import { BLAMES, KINDS, STATES, stepWord } from "./names";
import { Places } from "./Places";

export function FixItem({ fix, changed }: { fix: Fix; changed: () => void }) {
  const shown = useSignal(false);
  const facts = [
    authorName(fix.author),
    day(fix.written_at),
    fix.path ? fileName(fix.path) : fix.base ? t("inBase", { base: fix.base }) : t("everywhere"),
    fix.section ?? "",
  ];
  return (
    <li class="card correction fix">
      <header>
        <h2>
          <span class="faint">{t(KINDS[fix.kind])}</span> <Gist fix={fix} />
        </h2>
        <span class={`state ${fix.state === "standing" ? "ok" : fix.state}`}>{t(STATES[fix.state])}</span>
      </header>
      {fix.why && (
        <p class="faint" lang={languageOf(fix.why)}>
          {fix.why}
        </p>
      )}
      {fix.remark && <p class="caution">{told(fix.remark)}</p>}
      <p class="faint">
        <Icon name="person" /> {facts.filter(Boolean).join(" · ")}
      </p>
      <div class="actions">
        {fix.source && (
          <button type="button" class="quiet" onClick={() => openReceipt(fix.source!)}>
            <Icon name="receipts" />
            {t("receipt")}
          </button>
        )}
        <Deeds fix={fix} changed={changed} />
      </div>
      <details class="history" onToggle={(event) => (shown.value = event.currentTarget.open)}>
        <summary>{t("fixDetails")}</summary>
        {shown.value && <Details id={fix.id} />}
      </details>
    </li>
  );
}

function Gist({ fix }: { fix: Fix }) {
  if (fix.kind === "replace")
    return (
      <>
        <del lang={languageOf(fix.old)}>{fix.old}</del> → <ins lang={languageOf(fix.new)}>{fix.new}</ins>
      </>
    );
  if (fix.kind === "point") return <span lang={languageOf(fix.question)}>{fix.question}</span>;
  return (
    <>
      <span class="faint">{t(BLAMES[fix.blame ?? "wrong"])}</span> <q lang={languageOf(fix.quote)}>{fix.quote}</q>
    </>
  );
}

function Details({ id }: { id: string }) {
  const { value, error } = useLoaded((stop) => call("fixes:show", { fix: id }, stop), [id]).value;
  return (
    <>
      <Trouble error={error} />
      {value && <Places total={value.total} affected={value.affected} />}
      <ol class="events">
        {value?.events.map((event, index) => (
          <li key={index}>
            <span class="faint">{when(event.at)}</span> <strong>{authorName(event.actor)}</strong>{" "}
            {stepWord(event.kind)}
            {event.detail && <span lang={languageOf(event.detail)}>: {event.detail}</span>}{" "}
            <button type="button" class="link" onClick={() => openReceipt(event.receipt)}>
              <code>{shortId(event.receipt)}</code>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

function Deeds({ fix, changed }: { fix: Fix; changed: () => void }) {
  const act = async (deed: "approve" | "revoke") => {
    try {
      await call(`fixes:${deed}`, { fix: fix.id });
      notify(t(deed === "approve" ? "fixMade" : "fixRevoked"));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  const waits = fix.state === "proposed";
  if (!waits && fix.state !== "standing") return null;
  return (
    <>
      <button type="button" class="quiet" onClick={() => void act("revoke")}>
        <Icon name="close" />
        {t(waits ? "refuse" : "revokeFix")}
      </button>
      {waits && isAdmin.value && (
        <button type="button" class="primary" onClick={() => void act("approve")}>
          <Icon name="check" />
          {t("approve")}
        </button>
      )}
    </>
  );
}
