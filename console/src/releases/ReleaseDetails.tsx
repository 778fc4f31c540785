/** A release in full: its latest gate, what happened to it, what it pins, and which corrections it does not need. */

import type { Reply } from "../api";
import { call } from "../client";
import { languageOf, shortId, when } from "../formats";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { complain, notify } from "../notices";
import { Fact } from "../receipts/Fact";
import { openReceipt } from "../route";
import { authorName } from "../status";
import { type Told, told } from "../told";
import { Trouble } from "../Trouble";
import { GateView } from "./GateView";
import { LiveSignals } from "./LiveSignals";
import { labelOf, stepWord } from "./names";

type Shown = Reply<"releases:show">;

export function ReleaseDetails({ label, on }: { label: string; on: unknown }) {
  const { value, error, busy } = useLoaded(
    (stop) => call("releases:show", { release: label }, stop),
    [label, on],
  ).value;
  return (
    <div class="part" aria-busy={busy}>
      <Trouble error={error} />
      {value && (value.gate === null ? <p class="faint">{t("neverGated")}</p> : <GateView report={value.gate} />)}
      {value?.release.state === "canary" && <LiveSignals name={value.release.name} />}
      {value?.release.state === "running" && <Offers name={value.release.name} />}
      {value && <Steps events={value.events} />}
      {value && <Pinned release={value.release} />}
    </div>
  );
}

function Offers({ name }: { name: string }) {
  const loaded = useLoaded((stop) => call("releases:retirements", { name }, stop), [name]);
  const offers = loaded.value.value?.corrections ?? [];
  if (offers.length === 0) return null;
  const retire = async (correction: string) => {
    try {
      await call("corrections:retire", { correction, why: t("rightWithout") });
      notify(t("correctionRetired"));
      loaded.reload();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <section class="offers">
      <h3>{t("mayRetire")}</h3>
      <ul class="cards">
        {offers.map((offer) => (
          <li key={offer.correction} class="offer">
            <p>
              <strong lang={languageOf(offer.question)}>{offer.question}</strong>{" "}
              <span lang={languageOf(offer.answer)}>{offer.answer}</span>
            </p>
            <button type="button" class="quiet" onClick={() => void retire(offer.correction)}>
              {t("retire")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Steps({ events }: Pick<Shown, "events">) {
  return (
    <details class="history">
      <summary>{t("history")}</summary>
      <ol class="events">
        {events.map((event, index) => (
          <li key={index}>
            <span class="faint">{when(event.at_us)}</span> <strong>{authorName(event.actor)}</strong>{" "}
            {stepWord(event.kind)}
            {event.why && <Why why={event.why} />}{" "}
            <button type="button" class="link" onClick={() => openReceipt(event.receipt)}>
              <code>{shortId(event.receipt)}</code>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Why({ why }: { why: Told }) {
  const said = told(why);
  return <span lang={languageOf(said)}>: {said}</span>;
}

function Pinned({ release }: Pick<Shown, "release">) {
  const versions = Object.entries(release.manifest.versions);
  return (
    <details class="history">
      <summary>{t("pinned", { n: versions.length })}</summary>
      <dl class="facts versions" aria-label={labelOf(release)}>
        {versions.map(([name, version]) => (
          <Fact key={name} name={name}>
            <code title={version}>{version}</code>
          </Fact>
        ))}
      </dl>
    </details>
  );
}
