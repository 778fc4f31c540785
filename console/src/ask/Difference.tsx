/** What changes from one text to another. */

import { useMemo } from "preact/hooks";
import { diff } from "../diff";
import { languageOf } from "../formats";
import { t } from "../i18n";

export function Difference({ before, after }: { before: string; after: string }) {
  const changes = useMemo(() => diff(before, after), [before, after]);
  return (
    <div class="difference" role="group" aria-label={t("whatChanges")} lang={languageOf(after)}>
      {changes.map((change, index) => {
        if (change.kind === "gone") return <del key={index}>{change.text}</del>;
        if (change.kind === "new") return <ins key={index}>{change.text}</ins>;
        return <span key={index}>{change.text}</span>;
      })}
    </div>
  );
}
