/** The server's description of itself, as far as forms need it. */

import { get } from "../client";
import type { Language } from "../preferences";
import type { Components, Schema } from "./fields";

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
  components: Components;
}

interface Operation {
  "x-wainao": About;
  requestBody: { content: { "application/json": { schema: Schema; example?: unknown } } };
}

interface Document {
  paths: Record<string, { post?: Operation }>;
  components: { schemas: Components };
}

export async function capabilities(): Promise<Capability[]> {
  const { paths, components } = await get<Document>("/api/openapi.json");
  return Object.values(paths)
    .flatMap(({ post }) => (post === undefined ? [] : [post]))
    .map((post) => {
      const { schema, example } = post.requestBody.content["application/json"];
      return { ...post["x-wainao"], input: schema, example, components: components.schemas };
    });
}
