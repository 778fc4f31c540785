/** Recorded calls with what they gave; made again, they say whether the tool still does what it says. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import { Request } from "../../approvals/Request";
import type { Demo } from "../../api";
import { type Answered, answered, call } from "../../client";
import { count, languageOf, when } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { complain, notify } from "../../notices";
import { authorName } from "../../status";
import { SureButton } from "../../SureButton";
import { jsonIn } from "../../json";
import { ReceiptButton } from "../ReceiptButton";
import { Data } from "../result/Data";
import { ToolResult } from "../result/ToolResult";
import { CallFault } from "./CallFault";

interface Properties {
  /** Whose demonstrations are made again together: a toolbox, or a kind of built-in tools. */
  kind: string;
  demos: readonly Demo[];
  changed: () => void;
}

export function Demos({ kind, demos, changed }: Properties) {
  const busy = useSignal(false);
  const replay = async () => {
    busy.value = true;
    try {
      const { demos, drifted } = await call("tools:replay", { box: kind });
      notify(t("replayed", { n: count(demos.length), drifted: count(drifted) }));
      changed();
    } catch (error) {
      complain(error);
    }
    busy.value = false;
  };
  return (
    <section>
      <header class="live-head">
        <h3>{t("demos")}</h3>
        {demos.length > 0 && (
          <button type="button" class="quiet" disabled={busy.value} onClick={() => void replay()}>
            <Icon name="again" />
            {t(busy.value ? "running" : "replayAll")}
          </button>
        )}
      </header>
      {demos.length === 0 && <p class="faint">{t("noDemos")}</p>}
      <ul class="cards">
        {demos.map((demo) => (
          <Item key={demo.id} demo={demo} changed={changed} />
        ))}
      </ul>
    </section>
  );
}

function Item({ demo, changed }: { demo: Demo; changed: () => void }) {
  const title = demo.title || demo.tool;
  return (
    <li class="card demo">
      <header>
        <strong lang={languageOf(title)}>{plain(title)}</strong> <code>{demo.tool}</code>
        <Standing demo={demo} />
        <Forget demo={demo} changed={changed} />
      </header>
      {demo.drift && <p class="caution">{plain(demo.drift)}</p>}
      <details>
        <summary>{t("inAndOut")}</summary>
        <Request input={demo.arguments} />
        <Recorded output={demo.output} />
      </details>
      <RunAgain demo={demo} />
      <div class="actions">
        <span class="faint">
          {authorName(demo.recorded_by)} · {when(demo.recorded_us)}
        </span>
        <ReceiptButton id={demo.receipt} />
      </div>
    </li>
  );
}

/** What came out then: JSON as a person reads it, words as they are. */
function Recorded({ output }: { output: string }) {
  const value = jsonIn(output);
  return value === undefined ? <pre class="json">{plain(output)}</pre> : <Data value={value} />;
}

/** The very same call, made now. */
function RunAgain({ demo }: { demo: Demo }) {
  const busy = useSignal(false);
  const outcome = useSignal<{ answer: Answered } | { error: Error } | null>(null);
  const run = async () => {
    busy.value = true;
    try {
      outcome.value = { answer: await answered(demo.tool, demo.arguments) };
    } catch (error) {
      outcome.value = { error: error as Error };
    }
    busy.value = false;
  };
  const came = outcome.value;
  return (
    <>
      <div class="actions">
        <button type="button" class="quiet" disabled={busy.value} onClick={() => void run()}>
          <Icon name="play" />
          {t(busy.value ? "running" : "runDemo")}
        </button>
      </div>
      {came && "answer" in came && <ToolResult name={demo.tool} input={demo.arguments} answer={came.answer} />}
      {came && "error" in came && <CallFault error={came.error} again={undefined} />}
    </>
  );
}

function Standing({ demo }: { demo: Demo }) {
  if (demo.drift) return <span class="state failed">{t("drifted")}</span>;
  if (demo.replayed_us === null) return <span class="state">{t("neverReplayed")}</span>;
  return <span class="state ok">{t("asShown", { when: when(demo.replayed_us) })}</span>;
}

function Forget({ demo, changed }: { demo: Demo; changed: () => void }) {
  const forget = async () => {
    try {
      await call("tools:forget-demonstration", { demo: demo.id });
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <SureButton
      label={t("forgetDemo", { name: plain(demo.title || demo.tool) })}
      title={t("forget")}
      sure={t("forgetSure")}
      icon="bin"
      run={() => void forget()}
    />
  );
}
