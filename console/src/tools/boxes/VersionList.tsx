/** The versions that there were of a toolbox, and the way back to one. */

import type { Toolbox } from "../../api";
import { call } from "../../client";
import { when } from "../../formats";
import { t } from "../../i18n";
import { complain, notify } from "../../notices";
import { authorName, isAdmin } from "../../status";
import { SureButton } from "../../SureButton";
import { ReceiptButton } from "../ReceiptButton";

interface Properties {
  box: Toolbox;
  versions: readonly Toolbox[];
  changed: () => void;
}

export function VersionList({ box, versions, changed }: Properties) {
  if (versions.length < 2) return null;
  const back = async (version: number) => {
    try {
      await call("tools:change", { name: box.name, version });
      notify(t("toolboxChanged", { name: box.name }));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <section>
      <h3>{t("versionsOf")}</h3>
      <ul class="rows">
        {versions.map((one) => (
          <li key={one.version}>
            <span class="entry">
              <strong>{t("version", { n: one.version })}</strong>
              <span class="row-more">
                {authorName(one.added_by)} · {when(one.added_us)}
              </span>
            </span>
            <ReceiptButton id={one.receipt} />
            {one.version === box.version ? (
              <span class="state ok">{t("inUse")}</span>
            ) : (
              isAdmin.value && (
                <SureButton
                  label={t("backTo", { n: one.version })}
                  title={t("backTo", { n: one.version })}
                  sure={t("backToSure")}
                  icon="again"
                  run={() => void back(one.version)}
                />
              )
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
