/** A view in several parts, each with an address of its own: the way between them, and the one that stands open. */

import type { ComponentType } from "preact";
import { type Key, t } from "./i18n";
import { part, type View } from "./route";
import { ViewHead } from "./ViewHead";

export interface Part {
  /** After that of the view; the first part has none. */
  address: string;
  name: Key;
  lead: Key;
  Page: ComponentType;
}

export function Parts({ view, parts }: { view: View; parts: readonly [Part, ...Part[]] }) {
  const { address, lead, Page } = parts.find((one) => one.address === part.value) ?? parts[0];
  return (
    <div class={`view ${view}`}>
      <ViewHead title={t(view)} lead={t(lead)} />
      <nav class="switch" aria-label={t(view)}>
        {parts.map((one) => (
          <a key={one.address} href={`#/${view}/${one.address}`} aria-current={one.address === address || undefined}>
            {t(one.name)}
          </a>
        ))}
      </nav>
      <Page />
    </div>
  );
}
