/** What the versions of a toolbox changed, of all its tools or of one. */

import { plain } from "../../approvals/plain";
import type { ToolChange } from "../../api";
import { type Key, t } from "../../i18n";
import { told } from "../../told";

const KINDS = { added: "changeAdded", changed: "changeChanged", removed: "changeRemoved" } as const satisfies Record<
  string,
  Key
>;

interface Properties {
  changes: readonly ToolChange[];
  /** Whose changes alone are told; none: those of all. */
  tool?: string;
}

export function ChangeList({ changes, tool }: Properties) {
  if (changes.length === 0) return null;
  return (
    <section>
      <h3>{t("whatChanged")}</h3>
      <ol class="rows changes">
        {changes.map((change) => (
          <li key={change.version}>
            <div class="entry">
              <strong>{t("version", { n: change.version })}</strong>
              <Kinds change={change} tool={tool} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Kinds({ change, tool }: { change: ToolChange; tool: string | undefined }) {
  const kinds = (Object.keys(KINDS) as (keyof typeof KINDS)[])
    .map((kind) => ({ kind, names: change[kind].filter((name) => tool === undefined || name === tool) }))
    .filter(({ names }) => names.length > 0);
  return (
    <ul>
      {kinds.map(({ kind, names }) => (
        <li key={kind}>{t(KINDS[kind], { names: names.map((name) => plain(nameIn(name))).join(t("comma")) })}</li>
      ))}
      {tool === undefined && kinds.length === 0 && <li class="faint">{t("changeNothing")}</li>}
      {tool === undefined &&
        change.wider.map((words, index) => (
          <li key={index} class="caution">
            {plain(told(words))}
          </li>
        ))}
    </ul>
  );
}

function nameIn(tool: string): string {
  return tool.slice(tool.indexOf(":") + 1);
}
