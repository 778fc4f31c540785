/** The fields of a generated form, in their order. */

import { FieldInput } from "./FieldInput";
import type { Draft, Drafts } from "./drafts";
import type { Field } from "./fields";

interface Properties {
  /** Of the form: begins the ids of its fields. */
  id: string;
  fields: readonly Field[];
  drafts: Drafts;
  /** The words of a request that fields were filled in from, by their names. */
  said?: Readonly<Record<string, string>>;
  change: (drafts: Drafts) => void;
}

export function Fields({ id, fields, drafts, said = {}, change }: Properties) {
  const set = (name: string, draft: Draft) => change({ ...drafts, [name]: draft });
  return (
    <>
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          id={`${id}.${field.name}`}
          field={field}
          draft={drafts[field.name]}
          said={said[field.name]}
          change={(draft) => set(field.name, draft)}
        />
      ))}
    </>
  );
}
