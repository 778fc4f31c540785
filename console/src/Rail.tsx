/** The way between the views: at the side on wide screens, at the bottom on narrow ones. */

import { useEffect, useRef } from "preact/hooks";
import { turns } from "./ask/turns";
import { t } from "./i18n";
import { Icon, Seal } from "./icons";
import { VIEWS, view } from "./route";

export function Rail() {
  const rail = useRef<HTMLElement>(null);
  useEffect(() => {
    rail.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [view.value]);
  return (
    <nav class="rail" ref={rail} aria-label={t("navigation")}>
      <a class="brand" href="#/ask" aria-label={t("home")}>
        <Seal />
      </a>
      {VIEWS.map((name) => (
        <a key={name} href={`#/${name}`} aria-current={view.value === name ? "page" : undefined} class={`to-${name}`}>
          <Icon name={name} />
          <span>{t(name)}</span>
          {name === "ask" && turns.value.length > 0 && <span class="dot" aria-hidden="true" />}
        </a>
      ))}
    </nav>
  );
}
