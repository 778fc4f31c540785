/** Where a field is filled in, whatever it is made of. */

import { Choice } from "./Choice";
import { Choices } from "./Choices";
import { Either } from "./Either";
import { Entries } from "./Entries";
import { Fields } from "./Fields";
import { type Field, partsIn } from "./fields";
import { FileInput } from "./FileInput";
import { JsonBox } from "./JsonBox";
import { Optional } from "./Optional";
import { Rows } from "./Rows";
import { TextInput } from "./TextInput";
import type { Values } from "./values";

export interface BodyProperties {
  id: string;
  field: Field;
  value: unknown;
  /** The id of what says what the field is for. */
  about: string;
  change: (value: unknown) => void;
}

export function Body(properties: BodyProperties) {
  const { id, field, value, change } = properties;
  switch (field.kind) {
    case "choice":
      return <Choice {...properties} />;
    case "choices":
      return <Choices {...properties} />;
    case "file":
    case "bytes":
      return <FileInput {...properties} />;
    case "json":
      return <JsonBox {...properties} name={field.name} required={field.required} />;
    case "either":
      return <Either {...properties} />;
    case "rows":
      return <Rows {...properties} />;
    case "entries":
      return (
        <Optional field={field} value={value} change={change}>
          <Entries {...properties} />
        </Optional>
      );
    case "group":
      return (
        <Optional field={field} value={value} change={change}>
          <Fields id={id} fields={partsIn(field)} values={(value ?? {}) as Values} change={change} />
        </Optional>
      );
    default:
      return <TextInput {...properties} />;
  }
}
