/** The head of the pane beside the main column: what it shows, and the way out. */

import { useEffect, useRef } from "preact/hooks";
import { languageOf } from "./formats";
import { t } from "./i18n";
import { Icon } from "./icons";
import { closeBeside } from "./route";

export function PaneHead({ title, mark, detail }: { title: string; mark?: string; detail?: string }) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Where the pane covers everything, the focus has to be in it.
    if (matchMedia("(max-width: 60rem)").matches) close.current?.focus();
  }, []);
  return (
    <header class="pane-head">
      {mark && <span class="source-number">{mark}</span>}
      <div>
        <h2 lang={languageOf(title)}>{title}</h2>
        {detail && detail !== title && <p title={detail}>{detail}</p>}
      </div>
      <button
        ref={close}
        type="button"
        class="bare"
        aria-label={t("close")}
        title={t("closeHint")}
        onClick={closeBeside}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}
