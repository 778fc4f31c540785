/** One field of a generated form. */

import { t } from "../i18n";
import { type Field, lines, type Values } from "./fields";

type Value = Values[string];

interface Properties {
  id: string;
  field: Field;
  value: Value;
  change: (value: Value) => void;
}

export function FieldInput({ id, field, value, change }: Properties) {
  return (
    <div class="field">
      <label for={id}>
        <code>{field.name}</code>
        {field.required && <span class="required"> {t("required")}</span>}
        {field.kind === "list" && <span class="faint"> {t("onePerLine")}</span>}
        {field.kind === "json" && <span class="faint"> JSON</span>}
      </label>
      <Control id={id} field={field} value={value} change={change} />
    </div>
  );
}

function Control({ id, field, value, change }: Properties) {
  const text = typeof value === "string" ? value : "";
  const common = { id, required: field.required, placeholder: field.example };
  switch (field.kind) {
    case "yesno":
      return (
        <input
          id={id}
          type="checkbox"
          checked={text === "true"}
          onChange={(event) => change(event.currentTarget.checked ? "true" : "")}
        />
      );
    case "choices":
      return <Choices field={field} chosen={lines(text)} choose={(chosen) => change(chosen.join("\n"))} />;
    case "choice":
      return (
        <select id={id} required={field.required} value={text} onChange={(event) => change(event.currentTarget.value)}>
          {!field.required && <option value="" />}
          {field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      );
    case "number":
      return (
        <input
          {...common}
          type="number"
          step="any"
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
        />
      );
    case "file":
      return (
        <input
          id={id}
          required={field.required}
          type="file"
          onChange={(event) => change(event.currentTarget.files?.[0])}
        />
      );
    default:
      if (field.secret)
        return (
          <input
            {...common}
            type="password"
            autocomplete="off"
            value={text}
            onInput={(event) => change(event.currentTarget.value)}
          />
        );
      return (
        <textarea
          {...common}
          rows={field.kind === "text" ? 1 : 3}
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
        />
      );
  }
}

interface ChoicesProperties {
  field: Field;
  chosen: readonly string[];
  choose: (chosen: string[]) => void;
}

function Choices({ field, chosen, choose }: ChoicesProperties) {
  return (
    <div class="actions">
      {field.choices.map((choice) => (
        <label key={choice} class="tick">
          <input
            type="checkbox"
            checked={chosen.includes(choice)}
            onChange={(event) => {
              const others = chosen.filter((one) => one !== choice);
              choose(event.currentTarget.checked ? [...others, choice] : others);
            }}
          />
          {choice}
        </label>
      ))}
    </div>
  );
}
