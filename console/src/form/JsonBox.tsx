/** A value as JSON, for those who write it, and for what no field can show. */

import { useRef } from "preact/hooks";
import { plain } from "../approvals/plain";
import { t } from "../i18n";
import { useTyped } from "./typed";

interface Properties {
  id: string;
  name: string;
  value: unknown;
  about?: string;
  required?: boolean;
  rows?: number;
  change: (value: unknown) => void;
}

export function JsonBox({ id, name, value, about, required = false, rows = 3, change }: Properties) {
  const box = useRef<HTMLTextAreaElement>(null);
  const fault = (error: Error | null) => box.current?.setCustomValidity(error?.message ?? "");
  const { text, type } = useTyped(value, shown, (one) => read(name, one), change, fault);
  return (
    <textarea
      id={id}
      ref={box}
      class="json-box"
      required={required}
      aria-describedby={about}
      rows={rows}
      spellcheck={false}
      value={text}
      onInput={(event) => type(event.currentTarget.value)}
    />
  );
}

function shown(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}

function read(name: string, text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(t("notJson", { name: plain(name), why: (error as Error).message }));
  }
}
