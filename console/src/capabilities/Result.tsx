/** What a capability answered: a picture, a file, or its fields, with the receipt. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Failure } from "../ask/Failure";
import { ApiError } from "../client";
import { shortId, size } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { openReceipt } from "../route";
import { Trouble } from "../Trouble";

export function Result({ value, error }: { value?: unknown; error?: Error }) {
  if (error instanceof ApiError) return <Failure error={error} />;
  if (error) return <Trouble error={error} />;
  if (value instanceof Blob) return <Bytes blob={value} />;
  const receipt = (value as { receipt?: unknown } | null)?.receipt;
  return (
    <>
      {typeof receipt === "string" && (
        <button type="button" class="quiet" onClick={() => openReceipt(receipt)}>
          <Icon name="receipts" />
          {t("receipt")} <code>{shortId(receipt)}</code>
        </button>
      )}
      <pre class="json">{JSON.stringify(withoutEnvelope(value), null, 2)}</pre>
    </>
  );
}

function Bytes({ blob }: { blob: Blob }) {
  const address = useSignal("");
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    address.value = made;
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  if (address.value === "") return null;
  return (
    <>
      {/^image\/(png|jpeg|webp)$/.test(blob.type) && <img class="result" src={address.value} alt="" />}
      <p>
        <a href={address.value} download>
          {t("download", { size: size(blob.size) })}
        </a>
      </p>
    </>
  );
}

function withoutEnvelope(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const {
    proof: _proof,
    labels: _labels,
    related: _related,
    receipt: _receipt,
    ...rest
  } = value as Record<string, unknown>;
  return rest;
}
