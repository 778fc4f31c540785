/** The fields of an object, in their order, and what else stands in it. */

import { t } from "../i18n";
import { JsonBox } from "./JsonBox";
import { FieldInput } from "./FieldInput";
import type { Field } from "./fields";
import { at, same, set, type Values } from "./values";

interface Properties {
  /** Of the form: begins the ids of its fields. */
  id: string;
  fields: readonly Field[];
  values: Values;
  /** The words of a request that fields were filled in from, by their names. */
  said?: Readonly<Record<string, string>>;
  change: (values: Values) => void;
}

export function Fields({ id, fields, values, said = {}, change }: Properties) {
  return (
    <>
      {fields
        .filter((field) => !isSettled(field, at(values, field.name)))
        .map((field) => (
          <FieldInput
            key={field.name}
            id={`${id}.${field.name}`}
            field={field}
            value={at(values, field.name)}
            said={said[field.name]}
            change={(value) => change(set(values, field.name, value))}
          />
        ))}
      <Others id={`${id}.+`} fields={fields} values={values} change={change} />
    </>
  );
}

/** What can only be one thing, and is, asks nothing of a person. */
function isSettled({ kind, required, choices }: Field, value: unknown): boolean {
  return kind === "choice" && required && choices.length === 1 && same(choices[0], value);
}

/** What no field is there for, and is not lost: it came in as JSON. */
function Others({ id, fields, values, change }: Properties) {
  const known = new Set(fields.map((field) => field.name));
  const pairs = Object.entries(values);
  const others = pairs.filter(([name]) => !known.has(name));
  if (others.length === 0) return null;
  const own = pairs.filter(([name]) => known.has(name));
  return (
    <div class="field">
      <label for={id}>
        {t("otherFields")} <span class="faint">JSON</span>
      </label>
      <JsonBox
        id={id}
        name={t("otherFields")}
        value={Object.fromEntries(others)}
        change={(value) => change(Object.fromEntries([...own, ...Object.entries((value ?? {}) as Values)]))}
      />
    </div>
  );
}
