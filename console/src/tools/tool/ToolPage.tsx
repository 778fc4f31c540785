/** One tool: what it is, a form to try it, what receipts, demonstrations and people say of it, what versions changed. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import type { Reply, ShownTool } from "../../api";
import { call } from "../../client";
import type { Schema } from "../../form/fields";
import type { Values } from "../../form/values";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { isObject } from "../../json";
import { useLoaded } from "../../load";
import { isAdmin } from "../../status";
import { told } from "../../told";
import { Trouble } from "../../Trouble";
import { Limits } from "../limits/Limits";
import { ChangeList } from "./ChangeList";
import { Demos } from "./Demos";
import { Describe, OwnWords } from "./Describe";
import { Evidence } from "./Evidence";
import { RecordDemo } from "./RecordDemo";
import { RiskWord } from "./RiskWord";
import { Reviews } from "./Reviews";
import { ToolForm } from "./ToolForm";
import { ToolHead } from "./ToolHead";

export function ToolPage({ name }: { name: string }) {
  const loaded = useLoaded((stop) => call("tools:show", { name }, stop), [name]);
  const { value, error, busy } = loaded.value;
  const box = value?.box;
  return (
    <div class="part" aria-busy={busy}>
      <p class="actions">
        <a class="back" href="#/tools/store">
          <Icon name="left" />
          {t("toolStore")}
        </a>
        {box && <a href={`#/tools/boxes/${encodeURIComponent(box.name)}`}>{plain(told(box.title))}</a>}
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
  const { box, records, demos, reviews } = shown;
  const last = useSignal<Values | null>(null);
  const ran = (input: Values) => {
    last.value = input;
    changed();
  };
  const isOff = box?.state === "off";
  return (
    <>
      <ToolHead tool={tool} box={box} />
      {tool.own && <OwnWords own={tool.own} />}
      {box && isAdmin.value && <Describe key={tool.own?.at_us ?? 0} tool={tool} changed={changed} />}
      {isOff || tool.source === "catalogue" ? (
        <p class="caution">{t(isOff ? "boxIsOff" : "onlyCatalogued")}</p>
      ) : (
        <TryIt tool={tool} ran={ran} />
      )}
      {last.value !== null && tool.risk === "read" && (
        <RecordDemo key={JSON.stringify(last.value)} tool={tool.name} input={last.value} recorded={changed} />
      )}
      <Evidence record={records[0]} />
      <Demos kind={tool.name.split(":")[0]!} demos={demos} changed={changed} />
      {box && isAdmin.value && <RiskWord tool={tool.name} box={box} changed={changed} />}
      <Limits name={tool.name} limits={shown.limits} changed={changed} />
      <ChangeList changes={shown.changes} tool={tool.name} />
      <Reviews reviews={reviews} tool={tool.name} changed={changed} />
      <Schemas tool={tool} />
    </>
  );
}

function TryIt({ tool, ran }: { tool: ShownTool; ran: (input: Values) => void }) {
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
