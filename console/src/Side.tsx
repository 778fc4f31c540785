/** One of two things that stand beside each other: what it is called, and it. */

import type { ComponentChildren } from "preact";

export function Side({ name, children }: { name: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="side">
      <p class="faint">{name}</p>
      {children}
    </div>
  );
}
