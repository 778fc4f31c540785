/** Fields whose sending is another call, by the program that shows this page. No form: frames of others let none be sent. */

import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { fieldsOf, type Schema } from "../form/fields";
import { Form } from "../form/Form";
import { beginning, type Values } from "../form/values";
import { t } from "../i18n";

interface Properties {
  id: string;
  title: string;
  open?: boolean;
  schema: Schema;
  known: Values;
  send: (given: Record<string, unknown>) => Promise<void>;
}

export function Again({ id, title, open = false, schema, known, send }: Properties) {
  const fields = useMemo(() => fieldsOf(schema, {}), [schema]);
  const values = useSignal(beginning(fields, known));
  const busy = useSignal(false);
  const whole = useRef<HTMLDivElement>(null);
  const submit = async () => {
    const wrong = whole.current?.querySelector<HTMLInputElement>(":is(input, select, textarea):invalid");
    if (wrong) return void wrong.reportValidity();
    busy.value = true;
    await send(values.value);
    busy.value = false;
  };
  return (
    <details class="again" open={open}>
      <summary>{title}</summary>
      <div ref={whole} class="capability-form" role="group" aria-label={title}>
        <Form id={id} fields={fields} values={values.value} change={(changed) => (values.value = changed)} />
        <div class="actions">
          <button type="button" class="primary" disabled={busy.value} onClick={() => void submit()}>
            {t(busy.value ? "running" : "run")}
          </button>
        </div>
      </div>
    </details>
  );
}
