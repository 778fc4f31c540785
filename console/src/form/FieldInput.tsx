/** One field of a generated form: its name, what it is for, what it has to keep to, and where it is filled in. */

import { plain } from "../approvals/plain";
import { languageOf } from "../formats";
import { t } from "../i18n";
import { told } from "../told";
import { boundsOf } from "./bounds";
import { Body } from "./Body";
import type { Field, Kind } from "./fields";
import { fits } from "./values";

interface Properties {
  id: string;
  field: Field;
  value: unknown;
  said?: string | undefined;
  /** A row of a list: that it has to be filled in goes without saying. */
  isRow?: boolean;
  change: (value: unknown) => void;
}

/** What consists of several controls has a legend instead of a label. */
const SEVERAL: ReadonlySet<Kind> = new Set(["choices", "group", "rows", "entries", "either"]);

export function FieldInput({ id, field, value, said, isRow = false, change }: Properties) {
  const about = `${id}-about`;
  // What cannot be shown in its own way is shown as what it is.
  const shown: Field = fits(field, value) ? field : { ...field, kind: "json" };
  const body = <Body id={id} field={shown} value={value} about={about} change={change} />;
  const note = <Note id={about} field={field} said={said} />;
  if (SEVERAL.has(shown.kind))
    return (
      <fieldset class={`field ${shown.kind === "choices" ? "" : "group"}`} aria-describedby={about}>
        <legend>
          <Name field={shown} isRow={isRow} />
        </legend>
        {note}
        {body}
      </fieldset>
    );
  return (
    <div class="field">
      <label for={id}>
        <Name field={shown} isRow={isRow} />
      </label>
      {body}
      {note}
    </div>
  );
}

function Name({ field, isRow }: { field: Field; isRow: boolean }) {
  const says = field.title !== "" && field.title.toLowerCase() !== field.name.toLowerCase();
  return (
    <>
      <code>{plain(field.name)}</code>
      {says && <span lang={languageOf(field.title)}> {plain(field.title)}</span>}
      {field.required && !isRow && <span class="required"> {t("required")}</span>}
      {field.kind === "list" && <span class="faint"> {t("onePerLine")}</span>}
      {field.kind === "json" && <span class="faint"> JSON</span>}
    </>
  );
}

/** What the field is for, within which bounds, and from which words it was filled in. */
function Note({ id, field, said }: { id: string; field: Field; said: string | undefined }) {
  const about = told(field.about);
  const bounds = boundsOf(field.schema);
  return (
    <p id={id} class="field-note faint">
      {about && <span lang={languageOf(about)}>{plain(about)}</span>}
      {bounds.length > 0 && <span class="bounds">{bounds.join(t("comma"))}</span>}
      {said && <span class="from-words">{t("fromWords", { words: said })}</span>}
    </p>
  );
}
