/** A model's card: what its licence allows comes first, then the facts, the memory it takes, and where all this stands. */

import type { Card } from "../api";
import { call } from "../client";
import { count, size } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { PaneHead } from "../PaneHead";
import { language } from "../preferences";
import { Fact } from "../receipts/Fact";
import { isAdmin } from "../status";
import { Trouble } from "../Trouble";
import { AddFromCatalogue } from "./AddFromCatalogue";
import { commercialWord, kindWord, LOOKS, parameters } from "./kinds";

export function CardPane({ name }: { name: string }) {
  const { value, error, busy } = useLoaded((stop) => call("models:card", { name }, stop), [name]).value;
  return (
    <>
      <PaneHead title={name} detail={value?.model.organisation ?? ""} />
      <div class="pane-body model-card" tabIndex={0} aria-busy={busy}>
        <Trouble error={error} />
        {value && (
          <>
            <LicenceReading licence={value.licence} />
            {isAdmin.value && <AddFromCatalogue card={value} />}
            <Facts card={value} />
            <Needs card={value} />
            <Sources sources={value.sources} />
          </>
        )}
      </div>
    </>
  );
}

/** In plain words; the licence itself decides, so it is one click away. */
function LicenceReading({ licence }: { licence: Card["licence"] }) {
  return (
    <section>
      <h3>
        {licence.title || t("licenceUnknown")}{" "}
        <span class={`state ${LOOKS[licence.commercial]}`}>{commercialWord(licence.commercial)}</span>
      </h3>
      <p>{licence[language.value]}</p>
      {licence.restricts && (
        <p class="caution">
          <Icon name="warning" />
          {t("licenceRestricts")}
        </p>
      )}
      {licence.attribution && <p class="faint">{t("licenceAttribution")}</p>}
      {licence.url && <Outside url={licence.url} words={t("licenceText")} />}
    </section>
  );
}

function Facts({ card: { model, fit } }: { card: Card }) {
  return (
    <dl class="facts">
      <Fact name={t("kind")}>{kindWord(model.kind)}</Fact>
      <Fact name={t("modelFamily")}>{model.family}</Fact>
      <Fact name={t("parameters")}>{parameters(model)}</Fact>
      <Fact name={t("modalities")}>
        {model.takes.join(", ")} → {model.gives.join(", ")}
      </Fact>
      {model.context_tokens !== null && (
        <Fact name={t("context")}>{t("tokens", { n: count(model.context_tokens) })}</Fact>
      )}
      {model.languages && <Fact name={t("languages")}>{model.languages}</Fact>}
      {model.released && <Fact name={t("released")}>{model.released}</Fact>}
      {model.formats.length > 0 && <Fact name={t("fileFormats")}>{model.formats.join(", ")}</Fact>}
      <Fact name={t("runsHere")}>{fitWords(fit)}</Fact>
    </dl>
  );
}

function fitWords(fit: Card["fit"]): string {
  if (!fit.fits) return fit.why?.[language.value] ?? t("no");
  const speed =
    fit.tokens_per_s === null ? [] : [t("aboutTokensPerSecond", { n: count(Math.round(fit.tokens_per_s)) })];
  const how = fit.bytes === null ? [] : [t("runsHereAs", { quantisation: fit.quantisation, size: size(fit.bytes) })];
  return [...how, ...speed].join(" · ") || t("yes");
}

function Needs({ card: { needs } }: { card: Card }) {
  if (needs.length === 0) return null;
  return (
    <div class="scrolled">
      <table class="figures">
        <caption>{t("memoryNeeded")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("quantisation")}</th>
            <th scope="col">{t("weights")}</th>
            <th scope="col">{t("withContext")}</th>
          </tr>
        </thead>
        <tbody>
          {needs.map((need) => (
            <tr key={need.quantisation}>
              <th scope="row">{need.quantisation}</th>
              <td>{size(need.weights_bytes)}</td>
              <td>{size(need.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Sources({ sources }: { sources: readonly string[] }) {
  return (
    <section>
      <h3>{t("factSources")}</h3>
      <ul>
        {sources.map((url) => (
          <li key={url}>
            <Outside url={url} words={url} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A link into the web, for a person to follow: nothing is fetched from there. */
function Outside({ url, words }: { url: string; words: string }) {
  if (!/^https?:/i.test(url)) return <span>{words}</span>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {words}
    </a>
  );
}
