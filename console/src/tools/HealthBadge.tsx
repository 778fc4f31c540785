/** How a tool has been doing, where anybody called it. */

import type { Listing } from "../api";
import { t } from "../i18n";
import { HEALTHS } from "./names";

const LOOKS: Record<Listing["health"], string> = {
  well: "ok",
  shaky: "waiting",
  failing: "failed",
  drifted: "failed",
  unknown: "",
};

export function HealthBadge({ health }: { health: Listing["health"] }) {
  if (health === "unknown") return null;
  return <span class={`state ${LOOKS[health]}`}>{t(HEALTHS[health])}</span>;
}
