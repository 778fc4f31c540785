/** Takes a toolbox in that was exported elsewhere, from a signer whom a person trusts. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import type { Reply } from "../../api";
import { call } from "../../client";
import { count } from "../../formats";
import { t } from "../../i18n";
import { complain, notify } from "../../notices";
import { Fact } from "../../receipts/Fact";
import { base64Of } from "../../save";
import { told } from "../../told";

type Seen = Reply<"tools:import-bundle"> & { content: string };

export function ImportBundle({ added }: { added: () => void }) {
  const shown = useSignal(false);
  const seen = useSignal<Seen | null>(null);
  const look = async (file: File | undefined) => {
    seen.value = null;
    if (file === undefined) return;
    try {
      const content = await base64Of(file);
      seen.value = { ...(await call("tools:import-bundle", { content, dry_run: true })), content };
    } catch (error) {
      complain(error);
    }
  };
  const done = () => {
    [shown.value, seen.value] = [false, null];
    added();
  };
  return (
    <details class="new" open={shown.value} onToggle={(event) => (shown.value = event.currentTarget.open)}>
      <summary>{t("importBundle")}</summary>
      {shown.value && (
        <div class="correct">
          <p class="note">{t("importBundleNote")}</p>
          <label>
            {t("bundleFile")}
            <input type="file" onChange={(event) => void look(event.currentTarget.files?.[0])} />
          </label>
          {seen.value && <Trust key={seen.value.content} seen={seen.value} done={done} />}
        </div>
      )}
    </details>
  );
}

function Trust({ seen, done }: { seen: Seen; done: () => void }) {
  const trust = useSignal("");
  const accept = useSignal(false);
  const take = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      const input = { content: seen.content, trust: trust.value.trim(), accept: accept.value };
      const { name, tools } = await call("tools:import-bundle", input);
      notify(t("toolboxAdded", { name, n: count(tools) }));
      done();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <form class="fields-below" onSubmit={(event) => void take(event)}>
      <dl class="facts">
        <Fact name={t("toolboxes")}>
          <code>{plain(seen.name)}</code> · {t("toolsCount", { n: count(seen.tools) })}
        </Fact>
        <Fact name={t("signedBy")}>
          <code>{seen.signer}</code>
        </Fact>
      </dl>
      {seen.wider.length > 0 && (
        <>
          <ul class="listed">
            {seen.wider.map((what) => (
              <li key={what.en}>{plain(told(what))}</li>
            ))}
          </ul>
          <label class="tick caution">
            <input
              type="checkbox"
              required
              checked={accept.value}
              onChange={(event) => (accept.value = event.currentTarget.checked)}
            />
            {t("acceptWider")}
          </label>
        </>
      )}
      <label>
        {t("trustedSigner")}
        <input
          required
          spellcheck={false}
          value={trust.value}
          onInput={(event) => (trust.value = event.currentTarget.value)}
        />
      </label>
      <div class="actions">
        <button type="submit" class="primary">
          {t("addTools", { n: count(seen.tools) })}
        </button>
      </div>
    </form>
  );
}
