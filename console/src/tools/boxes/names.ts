/** What kinds of toolboxes are called. */

import type { Toolbox } from "../../api";
import type { Key } from "../../i18n";

export const ORIGINS = {
  openapi: "originOpenapi",
  mcp: "originMcp",
  catalogue: "originCatalogue",
} as const satisfies Record<Toolbox["origin"], Key>;
