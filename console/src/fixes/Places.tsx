/** The places that a fix changes: where each stands, and what is read there from then on. */

import type { Affected } from "../api";
import { Difference } from "../ask/Difference";
import { count, fileName, languageOf } from "../formats";
import { t } from "../i18n";
import { open } from "../route";

const PAGE = 50;

export function Places({ total, affected }: { total: number; affected: readonly Affected[] }) {
  if (total === 0) return <p class="faint">{t("changesNothing")}</p>;
  return (
    <details class="places" open={affected.length <= 5}>
      <summary>{t("changesPlaces", { n: count(total) })}</summary>
      <ol>
        {affected.slice(0, PAGE).map((place, index) => (
          <li key={index}>
            <button type="button" class="link" title={place.path} onClick={() => show(place)}>
              {fileName(place.path)}
            </button>{" "}
            <span class="faint">
              {[place.page && t("page", { n: place.page }), place.section].filter(Boolean).join(" · ")}
            </span>
            {place.after === "" ? (
              <p class="difference" lang={languageOf(place.before)}>
                <del>{place.before}</del>
              </p>
            ) : (
              <Difference before={place.before} after={place.after} />
            )}
          </li>
        ))}
      </ol>
      {total > Math.min(PAGE, affected.length) && (
        <p class="faint">{t("morePlaces", { n: count(total - Math.min(PAGE, affected.length)) })}</p>
      )}
    </details>
  );
}

function show({ document, version, page }: Affected): void {
  open({ kind: "page", document, version, page, citation: null, label: "" });
}
