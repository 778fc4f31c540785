/** Who is asked: the knowledge bases or a model itself, and which route leads to the model. */

import type { Signal } from "@preact/signals";
import { call } from "../client";
import { t } from "../i18n";
import { useLoaded } from "../load";

const CAPABILITIES = ["knowledge:ask", "models:chat"] as const;

export function Asked({ capability, route }: { capability: Signal<string>; route: Signal<string> }) {
  const routes = useLoaded((stop) => call("routes:list", {}, stop), []).value.value?.routes ?? [];
  return (
    <>
      <label>
        {t("capability")}
        <select value={capability.value} onChange={(event) => (capability.value = event.currentTarget.value)}>
          {CAPABILITIES.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("routeName")}
        <select value={route.value} onChange={(event) => (route.value = event.currentTarget.value)}>
          <option value="">{t("usualRoute")}</option>
          {routes.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
