/** A server that let nobody in has no tools here yet: once it has a credential, they are taken in. */

import { useSignal } from "@preact/signals";
import type { Toolbox } from "../../api";
import { call } from "../../client";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { notify } from "../../notices";
import { Trouble } from "../../Trouble";

export function TakeIn({ box: { name, source }, changed }: { box: Toolbox; changed: () => void }) {
  const fault = useSignal<Error | null>(null);
  const busy = useSignal(false);
  const take = async () => {
    [busy.value, fault.value] = [true, null];
    try {
      const told = await call("tools:add", { source, name, mcp: true });
      notify(t("toolboxAdded", { name, n: told.tools.length }));
      changed();
    } catch (error) {
      fault.value = error as Error;
    }
    busy.value = false;
  };
  return (
    <section class="caution">
      <p>{t("closedBox")}</p>
      <Trouble error={fault.value} />
      <div class="actions">
        <button type="button" class="primary" disabled={busy.value} onClick={() => void take()}>
          <Icon name="again" />
          {t("takeToolsIn")}
        </button>
      </div>
    </section>
  );
}
