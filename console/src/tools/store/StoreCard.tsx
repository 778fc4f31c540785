/** One tool in the store: what it does, what it may do, and how it has been doing. */

import { plain } from "../../approvals/plain";
import type { Listing } from "../../api";
import { count, languageOf } from "../../formats";
import { t } from "../../i18n";
import { told } from "../../told";
import { HealthBadge } from "../HealthBadge";
import { SOURCES } from "../names";
import { RiskBadge } from "../RiskBadge";

export function StoreCard({ row }: { row: Listing }) {
  const [title, about] = [told(row.title), told(row.description)];
  return (
    <li class={`card tool-card ${row.state}`}>
      <h2 lang={languageOf(title)}>
        <a href={`#/tools/store/${encodeURIComponent(row.name)}`}>{plain(title)}</a>
      </h2>
      <code>{row.name}</code>
      {about !== title && (
        <p class="clipped" lang={languageOf(about)}>
          {plain(about)}
        </p>
      )}
      <p class="badges">
        <RiskBadge risk={row.risk} />
        <HealthBadge health={row.health} />
        {row.state === "off" && <span class="state">{t("boxOff")}</span>}
      </p>
      <p class="faint">{[origin(row), ...evidence(row)].join(" · ")}</p>
    </li>
  );
}

function origin({ source, box }: Listing): string {
  return box === null ? t(SOURCES[source]) : `${plain(told(box))} (${t(SOURCES[source])})`;
}

function evidence({ calls, stars, demos }: Listing): string[] {
  return [
    ...(calls > 0 ? [t("callsCount", { n: count(calls) })] : []),
    ...(stars === null ? [] : [`★ ${count(Math.round(stars * 10) / 10)}`]),
    ...(demos > 0 ? [t("demosCount", { n: count(demos) })] : []),
  ];
}
