/** What kinds of tools there are, and how they have been doing, in words. */

import type { Listing } from "../api";
import type { Key } from "../i18n";

export const SOURCES = {
  builtin: "originBuiltin",
  python: "originPython",
  openapi: "originOpenapi",
  mcp: "originMcp",
  catalogue: "originCatalogue",
} as const satisfies Record<Listing["source"], Key>;

export const HEALTHS = {
  well: "healthWell",
  shaky: "healthShaky",
  failing: "healthFailing",
  drifted: "drifted",
  unknown: "healthUnknown",
} as const satisfies Record<Listing["health"], Key>;

export const RISKS = {
  read: "riskRead",
  write: "riskWrite",
  act: "riskAct",
} as const satisfies Record<Listing["risk"], Key>;

export const STATES = { on: "boxOn", off: "boxOff" } as const satisfies Record<Listing["state"], Key>;
