/** Who is asked: the knowledge bases or a model itself, which route leads to the model, and what it is told first. */

import type { Signal } from "@preact/signals";
import type { Target } from "../api";
import { t } from "../i18n";
import { RouteChoice } from "../RouteChoice";
import { bases } from "../status";
import { type Asked as Capability, CAPABILITIES, turnedTo, withBase } from "./targets";

export function Asked({ target }: { target: Signal<Target> }) {
  const { capability, route } = target.value;
  return (
    <>
      <label>
        {t("capability")}
        <select
          value={capability}
          onChange={(event) => (target.value = turnedTo(target.value, event.currentTarget.value as Capability))}
        >
          {CAPABILITIES.map((one) => (
            <option key={one} value={one}>
              {t(one === "models:chat" ? "askModel" : "askDocuments")}
            </option>
          ))}
        </select>
      </label>
      <RouteChoice none="usualRoute" value={route} choose={(route) => (target.value = { ...target.value, route })} />
      {capability === "models:chat" ? <Told target={target} /> : <Bases target={target} />}
    </>
  );
}

function Told({ target }: { target: Signal<Target> }) {
  return (
    <label class="wide">
      {t("systemPrompt")}
      <textarea
        rows={2}
        value={target.value.system}
        onInput={(event) => (target.value = { ...target.value, system: event.currentTarget.value })}
      />
    </label>
  );
}

function Bases({ target }: { target: Signal<Target> }) {
  if ((bases.value?.length ?? 0) < 2) return null;
  return (
    <fieldset class="choices wide">
      <legend class="faint">{t("onlyTheseBases")}</legend>
      {bases.value?.map(({ name }) => (
        <label key={name} class="tick">
          <input
            type="checkbox"
            checked={target.value.bases?.includes(name) ?? false}
            onChange={(event) => (target.value = withBase(target.value, name, event.currentTarget.checked))}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
