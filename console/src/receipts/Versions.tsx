/** What an answer rests on: documents, policy, model, each in the version that was used. */

import type { Answer, Citation, Receipt } from "../api";
import { fileName } from "../formats";
import { t } from "../i18n";
import { openCitation } from "../route";
import { Fact } from "./Fact";

export function Versions({ receipt: { versions, output } }: { receipt: Receipt }) {
  const cited = (output as Partial<Answer> | null)?.citations ?? [];
  const names = Object.keys(versions).sort();
  if (names.length === 0) return null;
  return (
    <>
      <h3>{t("restsOn")}</h3>
      <dl class="facts versions">
        {names.map((name) => (
          <Fact key={name} name={<Dependency name={name} citation={citationOf(name, cited)} />}>
            <code title={versions[name]}>{versions[name]}</code>
          </Fact>
        ))}
      </dl>
    </>
  );
}

/** A document goes by its file's name, and opens. */
function Dependency({ name, citation }: { name: string; citation: Citation | undefined }) {
  if (citation === undefined) return name;
  return (
    <button type="button" class="link" title={citation.path} onClick={() => openCitation(citation, "")}>
      {fileName(citation.path)}
    </button>
  );
}

function citationOf(name: string, cited: readonly Citation[]): Citation | undefined {
  return cited.find((citation) => name === `document:${citation.document}`);
}
