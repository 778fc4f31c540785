/** Where models are reached: deployments with how they do, and the names that lead to them. */

import { call } from "../client";
import { t } from "../i18n";
import { upTo } from "../listed";
import { useLoaded } from "../load";
import { Trouble } from "../Trouble";
import { AddDeployment } from "./AddDeployment";
import { DeploymentItem } from "./DeploymentItem";
import { priceOf } from "./prices";
import { Routes } from "./Routes";

export function DeploymentsPart() {
  const loaded = useLoaded(everything, []);
  const { value, error, busy } = loaded.value;
  return (
    <>
      <AddDeployment saved={loaded.reload} />
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {value?.deployments.map((row) => (
          <DeploymentItem
            key={row.name}
            row={row}
            price={priceOf(row.deployment, value.prices)}
            changed={loaded.reload}
          />
        ))}
      </ul>
      {value?.deployments.length === 0 && <p class="none">{t("noDeployments")}</p>}
      {value && value.routes.length > 0 && <Routes routes={value.routes} changed={loaded.reload} />}
    </>
  );
}

async function everything(stop: AbortSignal) {
  const [{ deployments }, { routes }, prices] = await Promise.all([
    call("deployments:list", {}, stop),
    call("routes:list", {}, stop),
    upTo(Infinity, async (portion) => (await call("prices:list", portion, stop)).prices, stop),
  ]);
  return { deployments, routes, prices };
}
