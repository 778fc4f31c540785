/** All views in a sheet, for narrow screens: by what belongs together. */

import { useEffect, useRef } from "preact/hooks";
import { t } from "./i18n";
import { Icon } from "./icons";
import { GROUPS, view } from "./route";

export function MoreViews({ close }: { close: () => void }) {
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => sheet.current?.showModal(), []);
  // Beside the sheet is what a browser calls the sheet itself: its backdrop.
  const clicked = (event: MouseEvent) => event.target === sheet.current && close();
  return (
    <dialog ref={sheet} class="sheet" aria-labelledby="all-views" onClose={close} onClick={clicked}>
      <header>
        <h2 id="all-views">{t("allViews")}</h2>
        <button type="button" class="bare" aria-label={t("close")} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {GROUPS.map((group) => (
        <ul key={group[0]}>
          {group.map((name) => (
            <li key={name}>
              <a href={`#/${name}`} aria-current={view.value === name ? "page" : undefined} onClick={close}>
                <Icon name={name} />
                {t(name)}
              </a>
            </li>
          ))}
        </ul>
      ))}
    </dialog>
  );
}
