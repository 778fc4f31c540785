/** The form of one capability, and what came of it. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { callAny } from "../client";
import { t } from "../i18n";
import { FieldInput } from "./FieldInput";
import { fieldsOf, inputOf, type Values } from "./fields";
import type { Capability } from "./openapi";
import { Result } from "./Result";

type Outcome = { value: unknown } | { error: Error };

export function CapabilityForm({ capability }: { capability: Capability }) {
  const fields = useMemo(() => {
    const { input, components, example, secret } = capability;
    return fieldsOf(input, components, example, secret);
  }, [capability]);
  // What changes nothing may be tried with its example at once; for all else the example is only shown.
  const initial = fields.map(({ name, initial, example }) => [
    name,
    (capability.risk === "read" && example) || initial,
  ]);
  const values = useSignal<Values>(Object.fromEntries(initial));
  const outcome = useSignal<Outcome | null>(null);
  const busy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    try {
      outcome.value = { value: await callAny(capability.name, inputOf(fields, values.value)) };
    } catch (error) {
      outcome.value = { error: error as Error };
    }
    busy.value = false;
  };
  return (
    <form class="capability-form" onSubmit={(event) => void submit(event)}>
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          id={`${capability.name}.${field.name}`}
          field={field}
          value={values.value[field.name]}
          change={(value) => (values.value = { ...values.value, [field.name]: value })}
        />
      ))}
      <div class="actions">
        <button type="submit" class={capability.risk === "read" ? "primary" : "danger"} disabled={busy.value}>
          {busy.value ? t("running") : t("run")}
        </button>
      </div>
      <div role="status">{outcome.value && <Result {...outcome.value} />}</div>
    </form>
  );
}
