/** What may be left out as a whole: it is there once a person wants it. */

import type { ComponentChildren } from "preact";
import { plain } from "../approvals/plain";
import { t } from "../i18n";
import { Icon } from "../icons";
import type { Field } from "./fields";
import { wantedValue } from "./values";

interface Properties {
  field: Field;
  value: unknown;
  change: (value: unknown) => void;
  children: ComponentChildren;
}

export function Optional({ field, value, change, children }: Properties) {
  const name = plain(field.name);
  if (value === undefined && !field.required)
    return (
      <button
        type="button"
        class="quiet"
        aria-label={t("fillInField", { name })}
        onClick={() => change(wantedValue(field))}
      >
        <Icon name="add" />
        {t("fillIn")}
      </button>
    );
  return (
    <>
      {children}
      {!field.required && (
        <button type="button" class="quiet" aria-label={t("leaveOutField", { name })} onClick={() => change(undefined)}>
          <Icon name="close" />
          {t("leaveOut")}
        </button>
      )}
    </>
  );
}
