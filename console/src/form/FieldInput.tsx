/** One field of a generated form: its name, what it is for, and where it is filled in. */

import { plain } from "../approvals/plain";
import { languageOf } from "../formats";
import { t } from "../i18n";
import { told } from "../told";
import { Control } from "./Control";
import type { Draft, Drafts } from "./drafts";
import { Fields } from "./Fields";
import type { Field } from "./fields";

interface Properties {
  id: string;
  field: Field;
  draft: Draft;
  said: string | undefined;
  change: (draft: Draft) => void;
}

export function FieldInput({ id, field, draft, said, change }: Properties) {
  const about = `${id}-about`;
  const control = <Control id={id} field={field} draft={draft} about={about} change={change} />;
  const note = <Note id={about} field={field} said={said} />;
  switch (field.kind) {
    case "group":
      return (
        <fieldset class="field group" aria-describedby={about}>
          <legend>
            <Name field={field} />
          </legend>
          {note}
          <Fields id={id} fields={field.fields} drafts={(draft ?? {}) as Drafts} change={change} />
        </fieldset>
      );
    case "choices":
      return (
        <fieldset class="field" aria-describedby={about}>
          <legend>
            <Name field={field} />
          </legend>
          {control}
          {note}
        </fieldset>
      );
    default:
      return (
        <div class="field">
          <label for={id}>
            <Name field={field} />
          </label>
          {control}
          {note}
        </div>
      );
  }
}

function Name({ field }: { field: Field }) {
  return (
    <>
      <code>{plain(field.name)}</code>
      {field.required && <span class="required"> {t("required")}</span>}
      {field.kind === "list" && <span class="faint"> {t("onePerLine")}</span>}
      {field.kind === "json" && <span class="faint"> JSON</span>}
    </>
  );
}

/** What the field is for, and from which words it was filled in. */
function Note({ id, field, said }: { id: string; field: Field; said: string | undefined }) {
  const about = told(field.about);
  return (
    <p id={id} class="field-note faint">
      {about && <span lang={languageOf(about)}>{plain(about)}</span>}
      {said && <span class="from-words">{t("fromWords", { words: said })}</span>}
    </p>
  );
}
