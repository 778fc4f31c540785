/** By what use is broken down. */

import type { Input } from "../api";
import { type Key, t } from "../i18n";

export type Dimension = NonNullable<Input<"usage:report">["by"]>[number];

const WORDS = {
  actor: "who",
  team: "team",
  model: "model",
  route: "routeName",
  capability: "capability",
  key: "key",
  day: "day",
  month: "month",
} as const satisfies Partial<Record<Dimension, Key>>;

export const DIMENSIONS = Object.keys(WORDS) as (keyof typeof WORDS)[];

export function dimensionWord(dimension: Dimension): string {
  return dimension === "tenant" ? dimension : t(WORDS[dimension]);
}
