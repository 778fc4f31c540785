/** A file that a tool gave: a picture is shown as one, a page in a frame that can do nothing; anything can be saved. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { plain } from "../../approvals/plain";
import type { ToolFile } from "../../api";
import { bytes } from "../../client";
import { fileName, size } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { complain } from "../../notices";
import { saveFile } from "../../save";

/** What an <img> shows; in one, not even SVG runs scripts or loads anything. */
const PICTURE = /^image\/(png|jpeg|webp|gif|svg\+xml)\b/;
export const PAGE = /^text\/html\b/;
/** What can be shown and is no larger is fetched unasked. */
const SMALL_BYTES = 1_000_000;

export function FileView({ blob, name }: { blob: Blob; name: string }) {
  return (
    <div class="file-view">
      <Shown blob={blob} title={t("resultOf", { name })} />
      <div class="actions">
        <button type="button" class="quiet" onClick={() => saveFile(blob, name)}>
          <Icon name="download" />
          {t("download", { size: size(blob.size) })}
        </button>
      </div>
    </div>
  );
}

function Shown({ blob, title }: { blob: Blob; title: string }) {
  const address = useSignal("");
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    address.value = made;
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  if (address.value === "") return null;
  if (PICTURE.test(blob.type)) return <img class="result" src={address.value} alt={title} />;
  // No scripts, no forms, no way out; and it may load no more than this page, whose policy it inherits.
  if (PAGE.test(blob.type)) return <iframe class="surface" sandbox="" title={title} src={address.value} />;
  return null;
}

/** One that lies at the server. */
export function KeptFile({ file }: { file: ToolFile }) {
  const blob = useSignal<Blob | null>(null);
  const fetch = async () => {
    try {
      blob.value = await bytes("tools:file", { digest: file.digest });
    } catch (error) {
      complain(error);
    }
  };
  const atOnce = file.size <= SMALL_BYTES && (PICTURE.test(file.media_type) || PAGE.test(file.media_type));
  useEffect(() => void (atOnce && fetch()), [file.digest]);
  const name = plain(fileName(file.name || `file-${file.digest.slice(0, 8)}`));
  return (
    <div class="kept-file">
      <p>
        <Icon name="documents" />
        {name} <span class="faint">{file.media_type}</span>
        {blob.value === null && !atOnce && (
          <button type="button" class="quiet" onClick={() => void fetch()}>
            {t("fetchFile", { size: size(file.size) })}
          </button>
        )}
      </p>
      {blob.value && <FileView blob={blob.value} name={name} />}
    </div>
  );
}
