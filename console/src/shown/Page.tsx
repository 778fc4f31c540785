/** What a tool of ours gave, in a program of others: pictures, tables, charts, maps, cards; and forms to go on with. */

import { type Signal, useSignal } from "@preact/signals";
import { plain } from "../approvals/plain";
import type { Schema } from "../form/fields";
import { languageOf } from "../formats";
import { t } from "../i18n";
import { isObject } from "../json";
import { Data } from "../tools/result/Data";
import { questionIn } from "../tools/result/question";
import { told } from "../told";
import { Again } from "./Again";
import { givenIn } from "./given";
import type { Context, Host, Result } from "./host";

interface Properties {
  host: Host;
  input: Signal<Record<string, unknown>>;
  result: Signal<Result | null>;
  context: Signal<Context>;
}

export function Page({ host, input, result, context }: Properties) {
  const fault = useSignal("");
  const tool = context.value.toolInfo?.tool;
  const send = async (name: string, given: Record<string, unknown>) => {
    fault.value = "";
    try {
      result.value = await host.call(name, given);
    } catch (error) {
      fault.value = (error as Error).message;
    }
  };
  const question = result.value === null ? null : questionIn(result.value.structuredContent);
  return (
    <main>
      {result.value === null ? <p class="faint">{t("running")}</p> : <Shown result={result.value} />}
      {fault.value !== "" && <p class="caution">{plain(fault.value)}</p>}
      {question && host.calls && (
        <Again
          key={JSON.stringify(question)}
          id="question"
          title={plain(told(question.message))}
          open
          schema={question.schema as Schema}
          known={{}}
          send={(given) => send(question.tool.replace(":", "-"), { ...question.arguments, ...given })}
        />
      )}
      {tool?.name !== undefined && isObject(tool.inputSchema) && host.calls && (
        <Again
          key={JSON.stringify(input.value)}
          id="again"
          title={t("otherValues")}
          schema={tool.inputSchema as Schema}
          known={input.value}
          send={(given) => send(tool.name!, given)}
        />
      )}
    </main>
  );
}

function Shown({ result }: { result: Result }) {
  const { failed, pictures, data, text } = givenIn(result);
  return (
    <section class="tool-result" aria-label={t("resultOf", { name: "Wainao" })}>
      {failed && <p class="caution">{plain(text)}</p>}
      {pictures.map((address, index) => (
        <img key={index} class="result" src={address} alt={text || t("resultOf", { name: "Wainao" })} />
      ))}
      {!failed && data !== undefined && <Data value={data} />}
      {!failed && data === undefined && text !== "" && (
        <p class="said" lang={languageOf(text)}>
          {plain(text)}
        </p>
      )}
    </section>
  );
}
