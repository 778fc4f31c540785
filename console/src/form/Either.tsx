/** A value of one of several kinds: which, and then the value. */

import { useSignal } from "@preact/signals";
import { plain } from "../approvals/plain";
import { t } from "../i18n";
import { Body, type BodyProperties } from "./Body";
import { type Field, variantsIn } from "./fields";
import { fits, variantOf, wantedValue } from "./values";

export function Either({ id, field, value, about, change }: BodyProperties) {
  const variants = variantsIn(field);
  // While it is filled in it may fit no kind, or another: the person said which it is to be.
  const which = useSignal(value === undefined ? (field.required ? 0 : -1) : variantOf(field, value));
  const choose = (index: number) => {
    which.value = index;
    change(index < 0 ? undefined : wantedValue(variants[index]!));
  };
  const variant = variants[which.value];
  return (
    <>
      <select
        id={id}
        aria-label={t("kindOf", { name: plain(field.name) })}
        aria-describedby={about}
        value={which.value}
        onChange={(event) => choose(Number(event.currentTarget.value))}
      >
        {!field.required && <option value={-1}>{t("leaveOut")}</option>}
        {variants.map((one, index) => (
          <option key={index} value={index}>
            {plain(one.name)}
          </option>
        ))}
      </select>
      {variant && (
        <Chosen key={which.value} id={`${id}/${which.value}`} field={variant} value={value} change={change} />
      )}
    </>
  );
}

function Chosen({
  id,
  field,
  value,
  change,
}: {
  id: string;
  field: Field;
  value: unknown;
  change: (value: unknown) => void;
}) {
  const shown: Field = fits(field, value) ? field : { ...field, kind: "json" };
  return (
    <div class="field variant">
      <label class="unseen" for={id}>
        {plain(field.name)}
      </label>
      <Body id={id} field={shown} value={value} about={`${id}-about`} change={change} />
    </div>
  );
}
