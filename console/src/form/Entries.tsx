/** Names that a person gives, each with a value: a map. */

import { useRef } from "preact/hooks";
import { plain } from "../approvals/plain";
import { count } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import type { BodyProperties } from "./Body";
import { FieldInput } from "./FieldInput";
import { itemIn } from "./fields";
import { type Values, wantedValue } from "./values";

interface Entry {
  id: number;
  name: string;
  value: unknown;
}

export function Entries({ id, field, value, change }: BodyProperties) {
  const entries = useEntries((value ?? {}) as Values, change);
  return (
    <>
      {entries.all.map((entry, index) => (
        <div key={entry.id} class="form-entry">
          <div class="field">
            <label for={`${id}.${entry.id}`}>{t("entryName", { n: count(index + 1) })}</label>
            <input
              id={`${id}.${entry.id}`}
              required
              value={entry.name}
              ref={(box) => box?.setCustomValidity(isTwice(entries.all, entry) ? t("nameTwice") : "")}
              onInput={(event) => entries.put({ ...entry, name: event.currentTarget.value })}
            />
          </div>
          <FieldInput
            id={`${id}.${entry.id}.value`}
            field={itemIn(field, t("entryValue"))}
            value={entry.value}
            change={(changed) => entries.put({ ...entry, value: changed })}
          />
          <button
            type="button"
            class="quiet"
            aria-label={t("takeAway", { name: plain(field.name), n: count(index + 1) })}
            onClick={() => entries.take(entry)}
          >
            <Icon name="bin" />
          </button>
        </div>
      ))}
      <button
        type="button"
        class="quiet"
        aria-label={t("addRowTo", { name: plain(field.name) })}
        onClick={() => entries.add(wantedValue(itemIn(field, "")))}
      >
        <Icon name="add" />
        {t("addRow")}
      </button>
    </>
  );
}

/** A name is typed letter by letter, and may be another's for a while: the entries stand here, the map follows. */
function useEntries(value: Values, change: (value: Values) => void) {
  const own = useRef<{ value: Values; all: readonly Entry[]; last: number }>({ value: {}, all: [], last: 0 });
  const { current } = own;
  if (current.value !== value) {
    current.value = value;
    current.all = Object.entries(value).map(([name, inner]) => ({ id: ++current.last, name, value: inner }));
  }
  const follow = (all: readonly Entry[]) => {
    current.all = all;
    const named = all.filter((one) => one.name !== "").map((one) => [one.name, one.value]);
    current.value = Object.fromEntries(named) as Values;
    change(current.value);
  };
  return {
    all: current.all,
    add: (inner: unknown) => follow([...current.all, { id: ++current.last, name: "", value: inner }]),
    put: (entry: Entry) => follow(current.all.map((one) => (one.id === entry.id ? entry : one))),
    take: (entry: Entry) => follow(current.all.filter((one) => one.id !== entry.id)),
  };
}

function isTwice(all: readonly Entry[], entry: Entry): boolean {
  return all.some((one) => one.id !== entry.id && one.name === entry.name);
}
