/** Takes files dropped anywhere on the page. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../i18n";
import { Icon } from "../icons";
import { complain } from "../notices";
import { view } from "../route";
import { dropped } from "./files";
import { upload, uploadBase } from "./uploads";

export function DropTarget() {
  const over = useSignal(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      over.value = true;
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) over.value = false;
    };
    const onDrop = (event: DragEvent) => {
      over.value = false;
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      if (view.value !== "ask") location.hash = "#/documents";
      dropped(event.dataTransfer).then(upload, complain);
    };
    addEventListener("dragover", onOver);
    addEventListener("dragleave", onLeave);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onOver);
      removeEventListener("dragleave", onLeave);
      removeEventListener("drop", onDrop);
    };
  }, []);
  if (!over.value) return null;
  return (
    <div class="dropping">
      <div>
        <Icon name="upload" />
        <strong>{t("dropNow", { base: uploadBase.value })}</strong>
      </div>
    </div>
  );
}
