/** Where one field is typed, chosen or picked. */

import { plain } from "../approvals/plain";
import { t } from "../i18n";
import type { Draft } from "./drafts";
import type { Field } from "./fields";

interface Properties {
  id: string;
  field: Field;
  draft: Draft;
  /** The id of what says what the field is for. */
  about: string;
  change: (draft: Draft) => void;
}

export function Control({ id, field, draft, about, change }: Properties) {
  const text = typeof draft === "string" ? draft : "";
  const common = { id, required: field.required, "aria-describedby": about };
  const typed = {
    ...common,
    placeholder: field.example,
    value: text,
    onInput: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
  };
  switch (field.kind) {
    case "choice":
      return (
        <select {...common} value={text} onChange={(event) => change(event.currentTarget.value)}>
          {(!field.required || text === "") && <option value="">{field.required ? t("choose") : ""}</option>}
          {field.choices.map((choice) => (
            <option key={JSON.stringify(choice)} value={JSON.stringify(choice)}>
              {choiceWord(choice)}
            </option>
          ))}
        </select>
      );
    case "choices":
      return <Choices field={field} chosen={Array.isArray(draft) ? draft : []} choose={change} />;
    case "file":
    case "bytes":
      return <input {...common} type="file" onChange={(event) => change(event.currentTarget.files?.[0])} />;
    case "day":
      return <input {...typed} type="date" />;
    case "number":
      return (
        <input {...typed} type="number" step={field.integer ? 1 : "any"} min={field.minimum} max={field.maximum} />
      );
    default:
      return field.secret ? (
        <input {...typed} type="password" autocomplete="off" />
      ) : (
        <textarea {...typed} rows={field.kind === "text" ? 1 : 3} spellcheck={field.kind !== "json"} />
      );
  }
}

interface ChoicesProperties {
  field: Field;
  chosen: readonly string[];
  choose: (chosen: readonly string[]) => void;
}

function Choices({ field, chosen, choose }: ChoicesProperties) {
  return (
    <div class="actions">
      {field.choices.map((choice) => {
        const one = JSON.stringify(choice);
        const others = chosen.filter((other) => other !== one);
        return (
          <label key={one} class="tick">
            <input
              type="checkbox"
              checked={chosen.includes(one)}
              onChange={(event) => choose(event.currentTarget.checked ? [...others, one] : others)}
            />
            {choiceWord(choice)}
          </label>
        );
      })}
    </div>
  );
}

function choiceWord(choice: unknown): string {
  if (typeof choice === "boolean") return t(choice ? "yes" : "no");
  return plain(typeof choice === "string" ? choice : JSON.stringify(choice));
}
