/** The form of one capability, and what came of it. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { callAny } from "../client";
import { fieldsOf } from "../form/fields";
import { Form } from "../form/Form";
import { beginning } from "../form/values";
import { t } from "../i18n";
import { isObject } from "../json";
import type { Capability } from "./openapi";
import { Result } from "./Result";

type Outcome = { value: unknown } | { error: Error };

export function CapabilityForm({ capability }: { capability: Capability }) {
  const { name, input, root, example, secret, risk } = capability;
  const fields = useMemo(() => fieldsOf(input, { root, example, secret }), [capability]);
  // What changes nothing may be tried with its example at once; for all else the example is only shown.
  const values = useSignal(beginning(fields, risk === "read" && isObject(example) ? example : {}));
  const outcome = useSignal<Outcome | null>(null);
  const busy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    try {
      outcome.value = { value: await callAny(name, values.value) };
    } catch (error) {
      outcome.value = { error: error as Error };
    }
    busy.value = false;
  };
  return (
    <form class="capability-form" onSubmit={(event) => void submit(event)}>
      <Form id={name} fields={fields} values={values.value} change={(changed) => (values.value = changed)} />
      <div class="actions">
        <button type="submit" class={risk === "read" ? "primary" : "danger"} disabled={busy.value}>
          {busy.value ? t("running") : t("run")}
        </button>
      </div>
      <div role="status">{outcome.value && <Result {...outcome.value} />}</div>
    </form>
  );
}
