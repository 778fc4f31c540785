/** How far a gate or a run is, with a way to stop it. */

import { count } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { works } from "./works";

export function WorkBar({ of }: { of: string }) {
  const known = works.value[of];
  if (known === undefined) return null;
  const { progress, stop } = known;
  return (
    <div class="work" role="status">
      <progress aria-label={of} max={progress?.total ?? 1} value={progress?.done} />
      <p class="faint">
        {progress === null
          ? t("workBegins")
          : t("workAt", {
              done: count(progress.done),
              total: count(progress.total),
              failed: count(progress.failed),
              cached: count(progress.cached),
              of: progress.of || of,
            })}
      </p>
      <button type="button" class="quiet" onClick={stop}>
        <Icon name="stop" />
        {t("stop")}
      </button>
    </div>
  );
}
