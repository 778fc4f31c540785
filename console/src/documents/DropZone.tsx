/** Where files come in by click: a picker for files, one for folders. Dropping works on the whole page. */

import { useRef } from "preact/hooks";
import { t } from "../i18n";
import { Icon } from "../icons";
import { picked } from "./files";
import { upload } from "./uploads";

export function DropZone() {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    upload(picked(input.files));
    input.value = "";
  };
  return (
    <div class="dropzone">
      <Icon name="upload" />
      <p>
        <strong>{t("dropHere")}</strong>
        <span>{t("dropKinds")}</span>
      </p>
      <div class="actions">
        <button type="button" class="quiet" onClick={() => files.current?.click()}>
          <Icon name="documents" />
          {t("chooseFiles")}
        </button>
        <button type="button" class="quiet" onClick={() => folder.current?.click()}>
          <Icon name="folder" />
          {t("chooseFolder")}
        </button>
      </div>
      <input ref={files} type="file" multiple hidden aria-label={t("chooseFiles")} onChange={take} />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        aria-label={t("chooseFolder")}
        onChange={take}
        {...{ webkitdirectory: true }}
      />
    </div>
  );
}
