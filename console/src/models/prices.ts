/** What a million tokens cost at a deployment: by its own price, or by the list's of today. */

import type { DeploymentRow, PriceRow } from "../api";
import { dollars } from "../formats";
import { t } from "../i18n";

type Deployment = DeploymentRow["deployment"];

export type Price = Pick<PriceRow, "usd_per_million_in" | "usd_per_million_out">;

/** Null when nobody knows, which is not the same as nothing. */
export function priceOf(deployment: Deployment, list: readonly PriceRow[]): Price | null {
  if (deployment.usd_per_million_in !== null || deployment.usd_per_million_out !== null) return deployment;
  const named = (model: string) => list.find((row) => row.holds && row.model === model);
  return named(`${deployment.provider}/${deployment.model}`) ?? named(`${deployment.provider}/*`) ?? null;
}

export function priceWords(price: Price | null): string {
  if (price === null) return t("costUnknown");
  const side = (usd: number | null) => (usd === null ? t("costUnknown") : dollars(usd));
  return t("priceInOut", { in: side(price.usd_per_million_in), out: side(price.usd_per_million_out) });
}
