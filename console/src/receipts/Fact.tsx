/** One name and what stands behind it, in a list of facts. */

import type { ComponentChildren } from "preact";

export function Fact({ name, children }: { name: ComponentChildren; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
