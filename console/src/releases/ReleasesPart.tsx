/** Releases, the newest first: made, gated, overridden, promoted, taken back. */

import { call } from "../client";
import { t } from "../i18n";
import { More, useListed } from "../listed";
import { isAdmin } from "../status";
import { Trouble } from "../Trouble";
import { NewRelease } from "./NewRelease";
import { ReleaseItem } from "./ReleaseItem";

export function ReleasesPart() {
  const { rows, error, busy, more, reload } = useListed(
    async (portion, stop) => (await call("releases:list", portion, stop)).releases,
    [],
  );
  return (
    <>
      {isAdmin.value && <NewRelease made={reload} />}
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {rows?.map((release) => (
          <ReleaseItem key={release.id} release={release} changed={reload} />
        ))}
      </ul>
      {rows?.length === 0 && <p class="none">{t("noReleases")}</p>}
      <More more={more} />
    </>
  );
}
