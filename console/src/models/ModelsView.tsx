/** Models: talk with them, see and change where they are reached, and find others. */

import type { ComponentType } from "preact";
import { type Key, t } from "../i18n";
import { part } from "../route";
import { isAdmin } from "../status";
import { ViewHead } from "../ViewHead";
import { ChatPart } from "./ChatPart";
import { DeploymentsPart } from "./DeploymentsPart";
import { StorePart } from "./StorePart";

interface Part {
  address: string;
  name: Key;
  lead: Key;
  Page: ComponentType;
}

const CHAT: Part = { address: "", name: "chat", lead: "chatLead", Page: ChatPart };
const DEPLOYMENTS: Part = {
  address: "deployments",
  name: "deployments",
  lead: "deploymentsLead",
  Page: DeploymentsPart,
};
const STORE: Part = { address: "store", name: "store", lead: "storeLead", Page: StorePart };

export function ModelsView() {
  const parts = isAdmin.value ? [CHAT, DEPLOYMENTS, STORE] : [CHAT, STORE];
  const { address, lead, Page } = parts.find((one) => one.address === part.value) ?? CHAT;
  return (
    <div class="view models">
      <ViewHead title={t("models")} lead={t(lead)} />
      <nav class="switch" aria-label={t("models")}>
        {parts.map((one) => (
          <a key={one.address} href={`#/models/${one.address}`} aria-current={one.address === address || undefined}>
            {t(one.name)}
          </a>
        ))}
      </nav>
      <Page />
    </div>
  );
}
