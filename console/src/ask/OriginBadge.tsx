/** Who wrote this answer. Always there, always first. */

import type { AnswerReply } from "../api";
import { day } from "../formats";
import { t } from "../i18n";
import { authorName } from "../status";
import { Icon, type IconName } from "../icons";

const ICONS: Record<AnswerReply["origin"], IconName> = {
  documents: "quote",
  model: "spark",
  human: "person",
  none: "none",
};

export function OriginBadge({ reply }: { reply: AnswerReply }) {
  return (
    <p class={`badge ${reply.origin}`} data-origin={reply.origin}>
      <Icon name={ICONS[reply.origin]} />
      <strong>{words(reply)}</strong>
      <span class="badge-more">{more(reply)}</span>
    </p>
  );
}

function words(reply: AnswerReply): string {
  switch (reply.origin) {
    case "documents":
      return t("fromDocuments");
    case "model":
      return t("fromModel");
    case "human":
      return reply.correction ? t("fromPerson", { name: authorName(reply.correction.author) }) : t("fromSomebody");
    case "none":
      return t("notFound");
  }
}

function more(reply: AnswerReply): string {
  if (reply.origin === "human" && reply.correction) return day(reply.correction.written_at);
  if (reply.origin === "model") return [t("aiGenerated"), reply.model].filter(Boolean).join(" · ");
  return reply.origin === "documents" ? t("quoted") : "";
}
