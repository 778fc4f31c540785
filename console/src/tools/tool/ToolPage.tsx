/** One tool of a toolbox: what it does, a form to try it, what the receipts, demonstrations and people say of it. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import type { Reply, ShownTool } from "../../api";
import { call } from "../../client";
import type { Schema } from "../../form/fields";
import { languageOf } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { isObject } from "../../json";
import { useLoaded } from "../../load";
import { told } from "../../told";
import { Trouble } from "../../Trouble";
import { RiskBadge } from "../RiskBadge";
import { Demos } from "./Demos";
import { Evidence } from "./Evidence";
import { RecordDemo } from "./RecordDemo";
import { Reviews } from "./Reviews";
import { ToolForm } from "./ToolForm";

export function ToolPage({ name }: { name: string }) {
  const loaded = useLoaded((stop) => call("tools:show", { name }, stop), [name]);
  const { value, error, busy } = loaded.value;
  const box = name.split(":")[0]!;
  return (
    <div class="part" aria-busy={busy}>
      <p>
        <a class="back" href={`#/tools/boxes/${encodeURIComponent(box)}`}>
          <Icon name="left" />
          {value ? plain(told(value.box.title)) : box}
        </a>
      </p>
      <Trouble error={error} />
      {value?.tool && <Whole shown={value} tool={value.tool} changed={loaded.reload} />}
    </div>
  );
}

interface Properties {
  shown: Reply<"tools:show">;
  tool: ShownTool;
  changed: () => void;
}

function Whole({ shown, tool, changed }: Properties) {
  const last = useSignal<Record<string, unknown> | null>(null);
  const ran = (input: Record<string, unknown>) => {
    last.value = input;
    changed();
  };
  const callable = shown.box.origin !== "catalogue" && shown.box.state === "on";
  return (
    <>
      <Head tool={tool} />
      {callable ? (
        <TryIt tool={tool} ran={ran} />
      ) : (
        <p class="caution">{t(shown.box.state === "on" ? "onlyCatalogued" : "boxIsOff")}</p>
      )}
      {last.value !== null && tool.risk === "read" && (
        <RecordDemo key={JSON.stringify(last.value)} tool={tool.name} input={last.value} recorded={changed} />
      )}
      <Evidence record={shown.records.find((one) => one.tool === tool.name)} />
      <Demos box={shown.box.name} demos={shown.demos} changed={changed} />
      <Reviews reviews={shown.reviews} tool={tool.name} changed={changed} />
      <Schemas tool={tool} />
    </>
  );
}

function Head({ tool }: { tool: ShownTool }) {
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
      {tool.samples.length > 0 && (
        <ul class="aliases" aria-label={t("samples")}>
          {tool.samples.map((sample) => (
            <li key={sample} lang={languageOf(sample)}>
              {plain(sample)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function TryIt({ tool, ran }: { tool: ShownTool; ran: (input: Record<string, unknown>) => void }) {
  const example = tool.examples[0];
  // What changes nothing may be tried with its example at once.
  const known = tool.risk === "read" && isObject(example) ? example : {};
  return (
    <section class="card">
      <h3>{t("tryIt")}</h3>
      <ToolForm
        id="try"
        tool={tool.name}
        risk={tool.risk}
        schema={tool.input as Schema}
        known={known}
        example={example}
        ran={ran}
      />
    </section>
  );
}

function Schemas({ tool }: { tool: ShownTool }) {
  return (
    <details>
      <summary>{t("schemas")}</summary>
      <pre class="json">{plain(JSON.stringify({ input: tool.input, output: tool.output }, null, 2))}</pre>
    </details>
  );
}
