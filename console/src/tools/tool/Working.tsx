/** How far a tool is with what it was asked, what came of it so far, and a way to stop. */

import { plain } from "../../approvals/plain";
import { count, languageOf } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import type { Progress } from "../../schema";

interface Properties {
  name: string;
  far: Progress | null;
  text?: string;
  stopWord: string;
  stop: () => void;
}

export function Working({ name, far, text = "", stopWord, stop }: Properties) {
  return (
    <section class="work" aria-label={t("workOf", { name })}>
      <Far name={name} far={far} />
      <button type="button" class="quiet" onClick={stop}>
        <Icon name="stop" />
        {stopWord}
      </button>
      {text !== "" && (
        <p class="said" lang={languageOf(text)}>
          {plain(text)}
        </p>
      )}
    </section>
  );
}

export function Far({ name, far }: Pick<Properties, "name" | "far">) {
  return (
    <>
      <progress aria-label={name} max={far?.total ?? 1} value={far?.total ? far.done : undefined} />
      <p class="faint" role="status">
        {far === null ? t("workBegins") : told(far)}
      </p>
    </>
  );
}

function told({ done, total, said }: Progress): string {
  const far = total === null ? count(done) : t("doneOf", { done: count(done), total: count(total) });
  return said === "" ? far : `${far} · ${plain(said)}`;
}
