/** What an administrator does with a toolbox: on and off, kept at its version, called elsewhere, taken along, removed. */

import type { Input, Toolbox } from "../../api";
import { bytes, call } from "../../client";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { complain, notify } from "../../notices";
import { saveFile } from "../../save";
import { SureButton } from "../../SureButton";

interface Properties {
  box: Toolbox;
  changed: () => void;
}

export function BoxDeeds({ box, changed }: Properties) {
  const { name } = box;
  const doing = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      complain(error);
    }
  };
  const change = (what: Omit<Input<"tools:change">, "name">) =>
    doing(async () => {
      await call("tools:change", { name, ...what });
      notify(t("toolboxChanged", { name }));
      changed();
    });
  const remove = () =>
    doing(async () => {
      await call("tools:remove", { name });
      notify(t("toolboxRemoved", { name }));
      location.hash = "#/tools/boxes";
    });
  const take = () => doing(async () => saveFile(await bytes("tools:export", { box: name }), `${name}.bundle`));
  return (
    <div class="actions box-deeds">
      <button type="button" class="quiet" onClick={() => void change({ state: box.state === "on" ? "off" : "on" })}>
        <Icon name={box.state === "on" ? "pause" : "play"} />
        {t(box.state === "on" ? "switchOff" : "switchOn")}
      </button>
      <button type="button" class="quiet" onClick={() => void change({ pinned: !box.pinned })}>
        <Icon name="shield" />
        {t(box.pinned ? "unpin" : "pin")}
      </button>
      {box.servers.length > 1 && (
        <label class="pick">
          {t("calledAt")}
          <select value={box.server} onChange={(event) => void change({ server: event.currentTarget.value })}>
            {[...new Set([box.server, ...box.servers])].map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="button" class="quiet" onClick={() => void take()}>
        <Icon name="download" />
        {t("exportBox")}
      </button>
      <span class="space" />
      <SureButton
        label={t("removeOne", { name })}
        title={t("remove")}
        sure={t("removeBoxSure")}
        icon="bin"
        run={() => void remove()}
      />
    </div>
  );
}
