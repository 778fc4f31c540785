/** The models of this machine: which are in memory, and a way to be rid of one. */

import type { LocalRow } from "../api";
import { call } from "../client";
import { duration, size } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { complain, notify } from "../notices";
import { SureButton } from "../SureButton";
import { Trouble } from "../Trouble";
import { arrivals } from "./local";

export function LocalModels() {
  const loaded = useLoaded((stop) => call("models:running", {}, stop), [arrivals.value]);
  const { value, error, busy } = loaded.value;
  if (error) return <Trouble error={error} />;
  if (!value?.models.length) return null;
  return (
    <section class="part">
      <div class="actions">
        <h2>{t("localModels")}</h2>
        <span class="space" />
        <button type="button" class="quiet" disabled={busy} onClick={loaded.reload}>
          {t("reload")}
        </button>
      </div>
      <ul class="rows" aria-busy={busy}>
        {value.models.map((row) => (
          <Item key={row.name} row={row} changed={loaded.reload} />
        ))}
      </ul>
    </section>
  );
}

function Item({ row, changed }: { row: LocalRow; changed: () => void }) {
  const remove = async () => {
    try {
      const { bytes } = await call("models:remove", { name: row.name });
      notify(t("localRemoved", { name: row.name, size: size(bytes) }));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <li class="model">
      <div class="row">
        <Icon name="models" />
        <span class="row-main">{row.name}</span>
        <span class={row.running ? "state ok" : "state"}>{t(row.running ? "inMemory" : "notInMemory")}</span>
        <span class="row-more">{facts(row).join(" · ")}</span>
      </div>
      <SureButton
        label={t("removeOne", { name: row.name })}
        title={t("remove")}
        sure={t("removeSure")}
        icon="bin"
        run={() => void remove()}
      />
    </li>
  );
}

function facts({ bytes, licence, source, memory_bytes, unused_s }: LocalRow): string[] {
  const memory = memory_bytes === null ? "" : t("memoryTaken", { size: size(memory_bytes) });
  const unused = unused_s === null ? "" : t("unusedFor", { time: duration(unused_s * 1_000_000) });
  return [size(bytes), memory, unused, licence, source].filter(Boolean);
}
