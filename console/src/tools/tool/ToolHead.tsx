/** What a tool is: what it does, who made it, what it needs, and what one can say to have it done. */

import { plain } from "../../approvals/plain";
import type { ShownTool, Toolbox } from "../../api";
import { languageOf } from "../../formats";
import { t } from "../../i18n";
import { Fact } from "../../receipts/Fact";
import { told } from "../../told";
import { RISKS, SOURCES } from "../names";
import { RiskBadge } from "../RiskBadge";
import { wish } from "../use/uses";

interface Properties {
  tool: ShownTool;
  box: Toolbox | null;
}

export function ToolHead({ tool, box }: Properties) {
  const [title, about] = [told(tool.title), told(tool.description)];
  return (
    <>
      <header class="box-head">
        <h2 lang={languageOf(title)}>
          {plain(title)} <code>{tool.name}</code>
        </h2>
        {tool.idempotent && <span class="state">{t("idempotent")}</span>}
        <RiskBadge risk={tool.risk} />
      </header>
      {about !== title && (
        <p class="said" lang={languageOf(about)}>
          {plain(about)}
        </p>
      )}
      {tool.samples.length > 0 && <Samples samples={tool.samples} />}
      <Needs tool={tool} box={box} />
    </>
  );
}

function Samples({ samples }: { samples: readonly string[] }) {
  return (
    <ul class="samples" aria-label={t("samples")}>
      {samples.map((sample) => (
        <li key={sample}>
          <button type="button" class="quiet" lang={languageOf(sample)} onClick={() => wish(sample)}>
            {plain(sample)}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Needs({ tool, box }: Properties) {
  return (
    <dl class="facts">
      <Fact name={t("cameFrom")}>
        {t(SOURCES[tool.source])} · <code>{plain(tool.maker)}</code> · {t("version", { n: plain(tool.version) })}
      </Fact>
      <Fact name={t("needsRight")}>{tool.right === "admin" ? <code>admin</code> : t(RISKS[tool.right])}</Fact>
      {box !== null && box.server !== "" && (
        <Fact name={t("calledAt")}>
          <code>{plain(box.server)}</code>
        </Fact>
      )}
      {box !== null && box.needs.length > 0 && (
        <Fact name={t("credentials")}>
          <a href={`#/tools/boxes/${encodeURIComponent(box.name)}`}>{box.needs.map(plain).join(t("comma"))}</a>
        </Fact>
      )}
    </dl>
  );
}
