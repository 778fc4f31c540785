/** Everything this installation can do, each with a form made from what it says about itself. */

import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { language } from "../preferences";
import { Trouble } from "../Trouble";
import { ViewHead } from "../ViewHead";
import { CapabilityForm } from "./CapabilityForm";
import { type Capability, capabilities } from "./openapi";

export function CapabilitiesView() {
  const wanted = useSignal("");
  const { value, error } = useLoaded(capabilities, []).value;
  const word = wanted.value.trim().toLowerCase();
  const found = (value ?? []).filter((one) =>
    `${one.name} ${one.title.zh} ${one.title.en} ${one.description.zh} ${one.description.en}`
      .toLowerCase()
      .includes(word),
  );
  return (
    <div class="view">
      <ViewHead title={t("capabilities")} lead={t("capabilitiesLead")} />
      <div class="filters">
        <label>
          {t("search")}
          <input type="search" value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} />
        </label>
      </div>
      <Trouble error={error} />
      <ul class="cards">
        {found.map((one) => (
          <Item key={one.name} capability={one} />
        ))}
      </ul>
      {value && found.length === 0 && <p class="none">{t("nothingFound")}</p>}
    </div>
  );
}

function Item({ capability }: { capability: Capability }) {
  const shown = useSignal(false);
  return (
    <li class="card">
      <details class="capability" onToggle={(event) => (shown.value = event.currentTarget.open)}>
        <summary>
          <strong>{capability.title[language.value]}</strong> <code>{capability.name}</code>
          <span class={`state risk-${capability.risk}`}>{risk(capability.risk)}</span>
          <p class="faint">{capability.description[language.value]}</p>
        </summary>
        {shown.value && <CapabilityForm capability={capability} />}
      </details>
    </li>
  );
}

function risk(name: string): string {
  return name === "read" ? t("riskRead") : name === "write" ? t("riskWrite") : t("riskAct");
}
