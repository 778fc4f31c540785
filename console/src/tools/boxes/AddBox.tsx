/** Takes a toolbox in, from an address or a file; what would be added is shown before anything is. */

import { useSignal } from "@preact/signals";
import type { AddedTools, Input } from "../../api";
import { call } from "../../client";
import { t } from "../../i18n";
import { notify } from "../../notices";
import { base64Of } from "../../save";
import { Trouble } from "../../Trouble";
import { Rehearsal } from "./Rehearsal";

type Wish = Input<"tools:add">;

interface Rehearsed {
  wish: Wish;
  told: AddedTools;
}

export function AddBox({ added }: { added: () => void }) {
  const shown = useSignal(false);
  return (
    <details class="new" open={shown.value} onToggle={(event) => (shown.value = event.currentTarget.open)}>
      <summary>{t("addToolbox")}</summary>
      {shown.value && (
        <Steps
          added={() => {
            shown.value = false;
            added();
          }}
        />
      )}
    </details>
  );
}

function Steps({ added }: { added: () => void }) {
  const rehearsed = useSignal<Rehearsed | null>(null);
  const fault = useSignal<Error | null>(null);
  const busy = useSignal(false);
  const work = async (does: () => Promise<void>) => {
    [busy.value, fault.value] = [true, null];
    try {
      await does();
    } catch (error) {
      fault.value = error as Error;
    }
    busy.value = false;
  };
  const rehearse = (form: HTMLFormElement) =>
    work(async () => {
      rehearsed.value = null;
      const wish = await wishOf(new FormData(form));
      rehearsed.value = { wish, told: await call("tools:add", { ...wish, dry_run: true }) };
    });
  const add = (wish: Wish, accept: boolean) =>
    work(async () => {
      const told = await call("tools:add", { ...wish, accept });
      notify(t("toolboxAdded", { name: told.name, n: told.tools.length }));
      added();
    });
  return (
    <>
      <Source busy={busy.value} rehearse={rehearse} />
      <Trouble error={fault.value} />
      {rehearsed.value && (
        <Rehearsal
          key={JSON.stringify(rehearsed.value.told)}
          told={rehearsed.value.told}
          busy={busy.value}
          add={(accept) => void add(rehearsed.value!.wish, accept)}
        />
      )}
    </>
  );
}

function Source({ busy, rehearse }: { busy: boolean; rehearse: (form: HTMLFormElement) => Promise<void> }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void rehearse(event.currentTarget as HTMLFormElement);
  };
  return (
    <form class="correct" autocomplete="off" onSubmit={submit}>
      <p class="note">{t("addToolboxNote")}</p>
      <div class="fields">
        <label class="wide">
          {t("descriptionAddress")}
          <input name="source" spellcheck={false} placeholder="https://api.example.com/openapi.json" />
        </label>
        <label class="wide">
          {t("descriptionFile")}
          <input name="document" type="file" accept=".json,.yaml,.yml,application/json,application/yaml" />
        </label>
        <label class="wide">
          {t("nameHereOptional")}
          <input name="name" spellcheck={false} />
        </label>
        <label class="wide">
          {t("callsGoTo")}
          <input name="server" type="url" spellcheck={false} />
        </label>
      </div>
      <label class="tick">
        <input name="mcp" type="checkbox" />
        {t("isMcp")}
      </label>
      <div class="actions">
        <button type="submit" class="primary" disabled={busy}>
          {t(busy ? "running" : "showWhatItBrings")}
        </button>
      </div>
    </form>
  );
}

/** A file that was chosen goes before an address. */
async function wishOf(form: FormData): Promise<Wish> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const file = form.get("document");
  const from =
    file instanceof File && file.size > 0
      ? { source: file.name, document: await base64Of(file) }
      : { source: text("source"), mcp: form.has("mcp") };
  return { ...from, name: text("name"), server: text("server") };
}
