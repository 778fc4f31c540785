/** Releases, the newest first: made, gated, overridden, promoted, taken back. */

import { call } from "../client";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { isAdmin } from "../status";
import { Trouble } from "../Trouble";
import { NewRelease } from "./NewRelease";
import { ReleaseItem } from "./ReleaseItem";

export function ReleasesPart() {
  const loaded = useLoaded((stop) => call("releases:list", {}, stop), []);
  const { value, error, busy } = loaded.value;
  return (
    <>
      {isAdmin.value && <NewRelease made={loaded.reload} />}
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {value?.releases.map((release) => (
          <ReleaseItem key={release.id} release={release} changed={loaded.reload} />
        ))}
      </ul>
      {value?.releases.length === 0 && <p class="none">{t("noReleases")}</p>}
    </>
  );
}
