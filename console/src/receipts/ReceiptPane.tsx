/** One receipt in full: what was asked, by whom, what it rests on, what was decided, what it cost, how it is proved. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Answer, Receipt } from "../api";
import { call } from "../client";
import { cost, count, duration, languageOf, when } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { More } from "../listed";
import { useLoaded } from "../load";
import { complain, notify } from "../notices";
import { PaneHead } from "../PaneHead";
import { authorName } from "../status";
import { Trouble } from "../Trouble";
import { told } from "../told";
import { Erase } from "./Erase";
import { Fact } from "./Fact";
import { ProofFacts } from "./ProofFacts";
import { ReceiptLink } from "./ReceiptLink";
import { StatusBadge } from "./StatusBadge";
import { saying, speaker } from "./verdicts";
import { Versions } from "./Versions";

export function ReceiptPane({ id }: { id: string }) {
  const loaded = useLoaded((stop) => call("receipts:show", { receipt: id }, stop), [id]);
  const { value, error } = loaded.value;
  const copy = () => navigator.clipboard.writeText(id).then(() => notify(t("copied")), complain);
  return (
    <>
      <PaneHead title={t("receipt")} />
      <div class="pane-body receipt" tabIndex={0} aria-busy={loaded.value.busy}>
        <p class="receipt-id">
          <code>{id}</code>
          <button type="button" class="bare" aria-label={t("copyId")} title={t("copyId")} onClick={copy}>
            <Icon name="copy" />
          </button>
        </p>
        <Trouble error={error} />
        {value && value.id === id && <Details receipt={value} changed={loaded.reload} />}
      </div>
    </>
  );
}

function Details({ receipt, changed }: { receipt: Receipt; changed: () => void }) {
  return (
    <>
      <dl class="facts">
        <Fact name={t("what")}>
          <code>{receipt.capability}</code> <span class="faint">v{receipt.capability_version}</span>
        </Fact>
        <Fact name={t("status")}>
          <StatusBadge status={receipt.status} />
        </Fact>
        <Fact name={t("who")}>{authorName(receipt.actor)}</Fact>
        <Fact name={t("time")}>
          {when(receipt.started_us)} · {duration(receipt.finished_us - receipt.started_us)}
        </Fact>
        <Fact name={t("usage")}>{used(receipt)}</Fact>
        {receipt.labels.length > 0 && <Fact name={t("labels")}>{receipt.labels.map(labelWord).join(t("comma"))}</Fact>}
        {receipt.correction && (
          <Fact name={t("correction")}>
            <code>{receipt.correction}</code>
          </Fact>
        )}
      </dl>
      {receipt.erased && (
        <p class="caution">
          {t("erased")} {receipt.erased_by && <ReceiptLink id={receipt.erased_by} />}
        </p>
      )}
      {receipt.error && <p class="caution">{receipt.error}</p>}
      {!receipt.erased && <Content receipt={receipt} />}
      <Versions receipt={receipt} />
      <Verdicts receipt={receipt} />
      <Family receipt={receipt} />
      <ProofFacts receipt={receipt} />
      {!receipt.erased && <Erase key={receipt.id} receipt={receipt.id} done={changed} />}
    </>
  );
}

function used({ usage }: Receipt): string {
  const tokens = usage.input_tokens + usage.output_tokens;
  return [tokens > 0 ? t("tokens", { n: count(tokens) }) : "", cost(usage.cost_microusd)].filter(Boolean).join(" · ");
}

function Content({ receipt }: { receipt: Receipt }) {
  const question = (receipt.input as { question?: unknown } | null)?.question;
  const answer = (receipt.output as Partial<Answer> | null)?.answer;
  return (
    <>
      <h3>{t("asked")}</h3>
      {typeof question === "string" ? (
        <p class="said" lang={languageOf(question)}>
          {question}
        </p>
      ) : (
        <Json value={receipt.input} />
      )}
      {receipt.output !== null && <h3>{t("answered")}</h3>}
      {typeof answer === "string" && (
        <p class="said" lang={languageOf(answer)}>
          {answer}
        </p>
      )}
      {receipt.output !== null && (
        <details>
          <summary>{t("wholeRecord")}</summary>
          <Json value={{ input: receipt.input, output: receipt.output }} />
        </details>
      )}
    </>
  );
}

/** The marks that an answer carries by law have words; others are as they came. */
function labelWord(label: string): string {
  return label === "ai-generated" ? t("aiGenerated") : label === "human-written" ? t("humanWritten") : label;
}

function Json({ value }: { value: unknown }) {
  return <pre class="json">{JSON.stringify(value, null, 2)}</pre>;
}

function Verdicts({ receipt }: { receipt: Receipt }) {
  if (receipt.verdicts.length === 0) return null;
  return (
    <>
      <h3>{t("verdicts")}</h3>
      <ul class="verdicts">
        {receipt.verdicts.map((verdict, index) => (
          <li key={index}>
            <strong title={verdict.by}>{speaker(verdict.by)}</strong>{" "}
            <span class={`verdict ${verdict.said}`}>{saying(verdict.said)}</span>
            {verdict.why && <span class="faint"> {told(verdict.why)}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** As many as a receipt shows at once. */
const CHILDREN = 200;

function Family({ receipt }: { receipt: Receipt }) {
  const later = useSignal<readonly string[]>([]);
  useEffect(() => void (later.value = []), [receipt.id]);
  const children = [...receipt.children, ...later.value];
  const load = async () => {
    try {
      const next = await call("receipts:show", { receipt: receipt.id, after: children.at(-1) ?? null });
      later.value = [...later.value, ...next.children];
    } catch (error) {
      complain(error);
    }
  };
  if (receipt.parent === null && children.length === 0) return null;
  return (
    <>
      <h3>{t("family")}</h3>
      <ul class="family">
        {receipt.parent && (
          <li>
            {t("calledBy")} <ReceiptLink id={receipt.parent} />
          </li>
        )}
        {children.map((child) => (
          <li key={child}>
            {t("called")} <ReceiptLink id={child} />
          </li>
        ))}
      </ul>
      <More more={children.length > 0 && children.length % CHILDREN === 0 ? () => void load() : null} />
    </>
  );
}
