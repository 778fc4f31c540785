/** Exactly what a call asks for. */

import { t } from "../i18n";
import { fieldsOf } from "./plain";

export function Request({ input }: { input: unknown }) {
  return (
    <dl class="request" aria-label={t("exactRequest")}>
      {fieldsOf(input).map(([name, value]) => (
        <div key={name}>
          <dt>
            <code>{name || t("exactRequest")}</code>
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
