/** One of several values; of many, one that is searched for by typing. */

import { useRef } from "preact/hooks";
import { t } from "../i18n";
import type { BodyProperties } from "./Body";
import { choiceWord, MANY } from "./choiceWord";
import { useTyped } from "./typed";

export function Choice(properties: BodyProperties) {
  const { id, field, value, about, change } = properties;
  if (field.choices.length > MANY) return <Searched {...properties} />;
  const chosen = value === undefined ? "" : JSON.stringify(value);
  return (
    <select
      id={id}
      required={field.required}
      aria-describedby={about}
      value={chosen}
      onChange={({ currentTarget }) => change(currentTarget.value === "" ? undefined : JSON.parse(currentTarget.value))}
    >
      {(!field.required || chosen === "") && <option value="">{field.required ? t("choose") : ""}</option>}
      {field.choices.map((choice) => (
        <option key={JSON.stringify(choice)} value={JSON.stringify(choice)}>
          {choiceWord(choice)}
        </option>
      ))}
    </select>
  );
}

function Searched({ id, field, value, about, change }: BodyProperties) {
  const box = useRef<HTMLInputElement>(null);
  const fault = (error: Error | null) => box.current?.setCustomValidity(error?.message ?? "");
  const read = (text: string) => {
    if (text === "") return undefined;
    const found = field.choices.find((choice) => choiceWord(choice) === text.trim());
    if (found === undefined) throw new Error(t("noSuchChoice", { text }));
    return found;
  };
  const show = (one: unknown) => (one === undefined ? "" : choiceWord(one));
  const { text, type } = useTyped(value, show, read, change, fault);
  return (
    <>
      <input
        id={id}
        ref={box}
        list={`${id}-list`}
        required={field.required}
        aria-describedby={about}
        placeholder={t("typeToSearch")}
        autocomplete="off"
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
      />
      <datalist id={`${id}-list`}>
        {field.choices.map((choice) => (
          <option key={JSON.stringify(choice)} value={choiceWord(choice)} />
        ))}
      </datalist>
    </>
  );
}
