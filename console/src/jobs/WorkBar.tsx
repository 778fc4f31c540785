/** How far a gate, a run or an exam is, with a way to stop it. */

import type { Progress } from "../api";
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
      <p class="faint">{progress === null ? t("workBegins") : far(of, progress)}</p>
      <button type="button" class="quiet" onClick={stop}>
        <Icon name="stop" />
        {t("stop")}
      </button>
    </div>
  );
}

function far(of: string, { done, total, failed, cached, of: part }: Progress): string {
  const counted = { done: count(done), total: count(total), of: part || of };
  if (failed === undefined || cached === undefined) return t("workDone", counted);
  return t("workAt", { ...counted, failed: count(failed), cached: count(cached) });
}
