/** Who is asked, as a person puts it together: what one capability takes, another does not. */

import type { Target } from "../api";

export const CAPABILITIES = ["knowledge:ask", "models:chat"] as const;
export type Asked = (typeof CAPABILITIES)[number];

/** Everything that a person does not choose is as the server would have it. */
export const USUAL: Target = {
  capability: "knowledge:ask",
  route: "",
  bases: null,
  system: "",
  max_tokens: null,
  temperature: null,
};

/** The same with another capability: what that does not take is left behind. */
export function turnedTo(target: Target, capability: Asked): Target {
  return { ...USUAL, capability, route: target.route };
}

/** With a base in or out; none that is named means all of them. */
export function withBase({ bases, ...target }: Target, base: string, on: boolean): Target {
  const named = new Set(bases);
  if (on) named.add(base);
  else named.delete(base);
  return { ...target, bases: named.size === 0 ? null : [...named] };
}
