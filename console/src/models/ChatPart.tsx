/** A conversation with a model of one's choice, or with two beside each other. */

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Composer } from "../ask/Composer";
import { call } from "../client";
import { languageOf } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { isAdmin } from "../status";
import { Trouble } from "../Trouble";
import { chatting, clearChat, type Exchange, exchanges, prefer, say, stopChat } from "./chats";
import { Reply } from "./Reply";

/** Whom to ask; empty: the first that there is, or no second one. */
const first = signal("");
const second = signal("");

export function ChatPart() {
  const { value, error } = useLoaded(chatModels, [isAdmin.value]).value;
  const models = value ?? [];
  const asked = models.includes(first.value) ? first.value : (models[0] ?? "");
  const others = models.filter((name) => name !== asked);
  const beside = others.includes(second.value) ? second.value : "";
  return (
    <div class="chat">
      <Trouble error={error} />
      {value?.length === 0 && <NoModels />}
      {exchanges.value.length > 0 && (
        <button type="button" class="quiet" onClick={clearChat}>
          <Icon name="ask" />
          {t("startAnew")}
        </button>
      )}
      {exchanges.value.map((exchange) => (
        <Shown key={exchange.id} exchange={exchange} />
      ))}
      {models.length > 0 && (
        <div class="dock">
          <Composer
            id="message"
            label={t("yourMessage")}
            placeholder={beside === "" ? t("chatPlaceholder") : t("comparePlaceholder")}
            sendLabel={t("send")}
            busy={chatting.value}
            send={(text) => say(text, beside === "" ? [asked] : [asked, beside])}
            stop={stopChat}
          >
            <Pick name={t("model")} models={models} chosen={asked} choose={(name) => (first.value = name)} />
            <Pick
              name={t("compareWith")}
              models={others}
              chosen={beside}
              none={t("compareWith")}
              choose={(name) => (second.value = name)}
            />
            <span class="space" />
          </Composer>
        </div>
      )}
    </div>
  );
}

/** The names that may be put into `model`; who may see what is behind them is shown only those that chat. */
async function chatModels(stop: AbortSignal): Promise<string[]> {
  const { models } = await call("models:list", {}, stop);
  if (!isAdmin.value) return models;
  const { routes } = await call("routes:list", {}, stop);
  const others = routes.filter((route) => !route.does.includes("chat")).map((route) => route.name);
  return models.filter((name) => !others.includes(name));
}

function NoModels() {
  return (
    <p class="none">
      {t("noModels")} {isAdmin.value && <a href="#/models/deployments">{t("addDeployment")}</a>}
    </p>
  );
}

function Shown({ exchange }: { exchange: Exchange }) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.scrollIntoView(), []);
  const { comparison, chosen, replies } = exchange;
  const votes = comparison !== null && chosen === null && replies.every(({ receipt }) => receipt !== null);
  return (
    <article class="exchange" ref={place}>
      <h2 class="question" lang={languageOf(exchange.question)}>
        {exchange.question}
      </h2>
      <div class={exchange.replies.length > 1 ? "lanes two" : "lanes"}>
        {exchange.replies.map((said, lane) => (
          <Reply
            key={lane}
            said={said}
            prefer={votes ? () => void prefer(exchange, said.receipt!) : null}
            chosen={said.receipt !== null && said.receipt === exchange.chosen}
          />
        ))}
      </div>
    </article>
  );
}

interface PickProperties {
  name: string;
  models: readonly string[];
  chosen: string;
  /** What to call choosing none, where one may. */
  none?: string;
  choose: (name: string) => void;
}

function Pick({ name, models, chosen, none, choose }: PickProperties) {
  return (
    <label class="pick" title={name}>
      <Icon name={none === undefined ? "models" : "add"} />
      <span class="unseen">{name}</span>
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {models.map((model) => (
          <option key={model} value={model}>
            {model}
          </option>
        ))}
      </select>
    </label>
  );
}
