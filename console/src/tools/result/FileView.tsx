/** A file that a tool gave: a picture is shown as one, anything can be saved; nothing of it becomes part of the page. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { plain } from "../../approvals/plain";
import type { ToolFile } from "../../api";
import { call } from "../../client";
import { fileName, size } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { complain } from "../../notices";
import { saveFile } from "../../save";

/** What an <img> shows; in one, not even SVG runs scripts or loads anything. */
const PICTURE = /^image\/(png|jpeg|webp|gif|svg\+xml)\b/;

export function FileView({ blob, name }: { blob: Blob; name: string }) {
  const address = useSignal("");
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    address.value = made;
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return (
    <>
      {PICTURE.test(blob.type) && address.value !== "" && (
        <img class="result" src={address.value} alt={t("resultOf", { name })} />
      )}
      <div class="actions">
        <button type="button" class="quiet" onClick={() => saveFile(blob, name)}>
          <Icon name="download" />
          {t("download", { size: size(blob.size) })}
        </button>
      </div>
    </>
  );
}

/** One that lies at the server, until somebody wants to see it. */
export function KeptFile({ file }: { file: ToolFile }) {
  const blob = useSignal<Blob | null>(null);
  const fetch = async () => {
    try {
      blob.value = await call("tools:file", { digest: file.digest });
    } catch (error) {
      complain(error);
    }
  };
  const name = plain(fileName(file.name || `file-${file.digest.slice(0, 8)}`));
  return (
    <div class="kept-file">
      <Icon name="documents" />
      <span>
        {name} <span class="faint">{file.media_type}</span>
      </span>
      {blob.value === null ? (
        <button type="button" class="quiet" onClick={() => void fetch()}>
          {t("fetchFile", { size: size(file.size) })}
        </button>
      ) : (
        <FileView blob={blob.value} name={name} />
      )}
    </div>
  );
}
