/** Exactly what a call that writes or acts would send, before it is sent. */

import { useEffect, useRef } from "preact/hooks";
import { Request } from "../../approvals/Request";
import { plain } from "../../approvals/plain";
import type { Reply } from "../../api";
import { call } from "../../client";
import type { Values } from "../../form/values";
import { t } from "../../i18n";
import { boxOf } from "../boxes/boxes";

export interface Asked {
  input: Values;
  /** The HTTP request, where the tool sends one. */
  request: Reply<"tools:preview"> | null;
}

/** Raises ApiError that names the field that does not fit. */
export async function rehearsed(tool: string, input: Values): Promise<Asked> {
  const box = await boxOf(tool);
  const sends = box?.origin === "openapi";
  return { input, request: sends ? await call("tools:preview", { tool, arguments: input }) : null };
}

interface Properties {
  asked: Asked;
  send: () => void;
  close: () => void;
}

export function Confirm({ asked: { input, request }, send, close }: Properties) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="confirm" aria-label={t("confirmTitle")}>
      <h3 ref={heading} tabIndex={-1}>
        {t("confirmTitle")}
      </h3>
      {request === null ? <Request input={input} /> : <Sent request={request} />}
      <div class="actions">
        <button type="button" class="danger" onClick={send}>
          {t("sendIt")}
        </button>
        <button type="button" class="quiet" onClick={close}>
          {t("cancel")}
        </button>
      </div>
    </section>
  );
}

function Sent({ request }: { request: Reply<"tools:preview"> }) {
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`);
  const text = [`${request.method} ${request.url}`, ...headers, ...(request.body ? ["", request.body] : [])].join("\n");
  return (
    <>
      <pre class="json" tabIndex={0} aria-label={t("exactRequest")}>
        {plain(text)}
      </pre>
      {request.schemes.length > 0 && (
        <p class="note">{t("secretsLater", { schemes: request.schemes.join(t("comma")) })}</p>
      )}
    </>
  );
}
