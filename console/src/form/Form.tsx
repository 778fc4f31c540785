/** An input to fill in: as fields, or as the JSON that it is, to and fro without a loss. */

import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import { isObject } from "../json";
import { Fields } from "./Fields";
import type { Field } from "./fields";
import { JsonBox } from "./JsonBox";
import type { Values } from "./values";

interface Properties {
  id: string;
  fields: readonly Field[];
  values: Values;
  said?: Readonly<Record<string, string>>;
  change: (values: Values) => void;
}

export function Form({ id, fields, values, said, change }: Properties) {
  const asJson = useSignal(false);
  return (
    <>
      <label class="tick form-switch">
        <input
          type="checkbox"
          checked={asJson.value}
          onChange={(event) => (asJson.value = event.currentTarget.checked)}
        />
        {t("asJson")}
      </label>
      {asJson.value ? (
        <div class="field">
          <label for={`${id}-json`}>{t("wholeInput")}</label>
          <JsonBox
            id={`${id}-json`}
            name={t("wholeInput")}
            rows={8}
            value={values}
            change={(value) => isObject(value) && change(value)}
          />
        </div>
      ) : (
        <Fields id={id} fields={fields} values={values} {...(said && { said })} change={change} />
      )}
      {fields.length === 0 && !asJson.value && <p class="faint">{t("takesNothing")}</p>}
    </>
  );
}
