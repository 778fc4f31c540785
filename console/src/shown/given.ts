/** A tool's result as the protocol writes it, as what there is to be shown of it. */

import { isObject } from "../json";
import { withoutQuestion } from "../tools/result/question";
import { isToolOutput, withoutEnvelope } from "../tools/result/shapes";
import type { Block, Result } from "./host";

export interface Given {
  failed: boolean;
  /** As addresses of the data themselves. */
  pictures: readonly string[];
  /** Undefined where there are but words. */
  data: unknown;
  text: string;
}

const PICTURE = /^image\/(png|jpeg|webp|gif|svg\+xml)$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export function givenIn({ content, structuredContent: whole, isError }: Result): Given {
  const blocks = Array.isArray(content) ? content.filter(isObject) : [];
  const text = blocks.flatMap((block) => (typeof block.text === "string" ? [block.text] : [])).join("\n");
  return {
    failed: isError === true,
    pictures: blocks.flatMap((block) => picture(block as unknown as Block)),
    data: withoutQuestion(
      isToolOutput(whole)
        ? (whole.data ?? undefined)
        : isObject(whole)
          ? withoutEnvelope(withoutQuestion(whole))
          : undefined,
    ),
    text,
  };
}

/** In an <img>, not even SVG runs scripts or loads anything. */
function picture({ type, data, mimeType, resource }: Block): readonly string[] {
  const [bytes, kind] = type === "image" ? [data, mimeType] : [resource?.blob, resource?.mimeType];
  return bytes && kind && PICTURE.test(kind) && BASE64.test(bytes) ? [`data:${kind};base64,${bytes}`] : [];
}
