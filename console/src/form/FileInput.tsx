/** A file: its bytes go along, or it is left at the server and its digest stands for it. */

import { createContext } from "preact";
import { useContext, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import { base64Of } from "../save";
import type { BodyProperties } from "./Body";

/** Leaves a file at the server, and says what stands for it there. */
export type Keep = (file: File) => Promise<string>;
export const Keeping = createContext<Keep>(base64Of);

export function FileInput({ id, field, value, about, change }: BodyProperties) {
  const keep = useContext(Keeping);
  const box = useRef<HTMLInputElement>(null);
  const state = useSignal("");
  const chosen = async (file: File | undefined) => {
    if (file === undefined) return change(undefined);
    // Nothing is sent before the file is there.
    box.current?.setCustomValidity((state.value = t("fileOnItsWay")));
    try {
      change(await (field.kind === "file" ? keep(file) : base64Of(file)));
      box.current?.setCustomValidity((state.value = ""));
    } catch (error) {
      box.current?.setCustomValidity((state.value = (error as Error).message));
    }
  };
  return (
    <>
      <input
        id={id}
        ref={box}
        type="file"
        required={field.required && value === undefined}
        aria-describedby={about}
        onChange={(event) => void chosen(event.currentTarget.files?.[0])}
      />
      <span class="faint" role="status">
        {state.value || (typeof value === "string" && !box.current?.files?.length ? t("fileIsThere") : "")}
      </span>
    </>
  );
}
