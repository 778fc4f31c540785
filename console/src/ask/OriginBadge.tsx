/** Who wrote this answer. Always there, always first. */

import type { AnswerReply, Used } from "../api";
import { day } from "../formats";
import { t } from "../i18n";
import { authorName } from "../status";
import { Icon, type IconName } from "../icons";

type Origin = AnswerReply["origin"] | Used["origin"];

const ICONS: Record<Origin, IconName> = {
  documents: "quote",
  model: "spark",
  human: "person",
  tool: "tools",
  none: "none",
};

/** As much of an answer as says who wrote it. */
type Written = Pick<AnswerReply, "correction" | "model"> & { origin: Origin };

export function OriginBadge({ reply }: { reply: Written }) {
  return <Badge origin={reply.origin} words={words(reply)} more={more(reply)} />;
}

/** While text still comes: only a model writes bit by bit. */
export function WritingBadge() {
  return <Badge origin="model" words={t("fromModel")} more={t("aiGenerated")} />;
}

interface BadgeProperties {
  origin: Origin;
  words: string;
  more: string;
}

function Badge({ origin, words, more }: BadgeProperties) {
  return (
    <p class={`badge ${origin}`} data-origin={origin}>
      <Icon name={ICONS[origin]} />
      <strong>{words}</strong>
      <span>{more}</span>
    </p>
  );
}

function words(reply: Written): string {
  switch (reply.origin) {
    case "documents":
      return t("fromDocuments");
    case "model":
      return t("fromModel");
    case "human":
      return reply.correction ? t("fromPerson", { name: authorName(reply.correction.author) }) : t("fromSomebody");
    case "tool":
      return t("fromTool");
    case "none":
      return t("notFound");
  }
}

function more(reply: Written): string {
  if (reply.origin === "human" && reply.correction) return day(reply.correction.written_at);
  if (reply.origin === "model") return [t("aiGenerated"), reply.model].filter(Boolean).join(" · ");
  return reply.origin === "documents" ? t("quoted") : "";
}
