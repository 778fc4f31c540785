/** The server's description of itself, as far as forms need it. */

import { get } from "../client";
import type { Language } from "../preferences";
import type { Schema } from "../form/fields";

export interface About {
  name: string;
  title: Record<Language, string>;
  description: Record<Language, string>;
  risk: string;
  right: string;
  secret: string[];
}

export interface Capability extends About {
  input: Schema;
  example: unknown;
  /** What the references of its input are looked up in. */
  root: unknown;
}

interface Operation {
  "x-wainao": About;
  requestBody: { content: { "application/json": { schema: Schema; example?: unknown } } };
}

interface Document {
  paths: Record<string, { post?: Operation }>;
  components: unknown;
}

export async function capabilities(): Promise<Capability[]> {
  const root = await get<Document>("/api/openapi.json");
  return Object.values(root.paths)
    .flatMap(({ post }) => (post === undefined ? [] : [post]))
    .map((post) => {
      const { schema, example } = post.requestBody.content["application/json"];
      return { ...post["x-wainao"], input: schema, example, root };
    });
}
