/** Models: talk with them, see and change where they are reached, and find others. */

import { type Part, Parts } from "../Parts";
import { isAdmin } from "../status";
import { ChatPart } from "./ChatPart";
import { DeploymentsPart } from "./DeploymentsPart";
import { StorePart } from "./StorePart";

const CHAT: Part = { address: "", name: "chat", lead: "chatLead", Page: ChatPart };
const DEPLOYMENTS: Part = {
  address: "deployments",
  name: "deployments",
  lead: "deploymentsLead",
  Page: DeploymentsPart,
};
const STORE: Part = { address: "store", name: "store", lead: "storeLead", Page: StorePart };

export function ModelsView() {
  return <Parts view="models" parts={isAdmin.value ? [CHAT, DEPLOYMENTS, STORE] : [CHAT, STORE]} />;
}
