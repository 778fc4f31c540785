/** A list of anything, one under the other: added to, taken from, put in another order, all by keyboard. */

import { useEffect, useRef } from "preact/hooks";
import { plain } from "../approvals/plain";
import { count } from "../formats";
import { t } from "../i18n";
import { Icon, type IconName } from "../icons";
import type { BodyProperties } from "./Body";
import { FieldInput } from "./FieldInput";
import { itemIn } from "./fields";
import { wantedValue } from "./values";

export function Rows({ id, field, value, change }: BodyProperties) {
  const rows = (value ?? []) as readonly unknown[];
  const keys = useKeys(rows.length);
  const adding = useRef<HTMLButtonElement>(null);
  const add = () => {
    keys.add();
    const item = itemIn(field, "");
    change([...rows, wantedValue(item)]);
  };
  const put = (index: number, row: unknown) => change(rows.map((one, at) => (at === index ? row : one)));
  const take = (index: number) => {
    keys.take(index);
    adding.current?.focus();
    const left = rows.filter((_, at) => at !== index);
    change(left.length === 0 && !field.required ? undefined : left);
  };
  const move = (from: number, to: number) => {
    keys.move(from, to);
    change(moved(rows, from, to));
  };
  return (
    <>
      {rows.length > 0 && (
        <ol class="form-rows">
          {rows.map((row, index) => (
            <li key={keys.all[index]}>
              <FieldInput
                id={`${id}.${keys.all[index]}`}
                field={itemIn(field, count(index + 1))}
                value={row}
                isRow
                change={(changed) => put(index, changed)}
              />
              <Deeds name={plain(field.name)} index={index} last={rows.length - 1} move={move} take={take} />
            </li>
          ))}
        </ol>
      )}
      <button
        type="button"
        class="quiet"
        ref={adding}
        aria-label={t("addRowTo", { name: plain(field.name) })}
        onClick={add}
      >
        <Icon name="add" />
        {t("addRow")}
      </button>
    </>
  );
}

interface DeedsProperties {
  name: string;
  index: number;
  last: number;
  move: (from: number, to: number) => void;
  take: (index: number) => void;
}

/** The focus stays with the row that moved: it can be moved on, or back from the end. */
function Deeds({ name, index, last, move, take }: DeedsProperties) {
  const place = useRef<HTMLDivElement>(null);
  const pressed = useRef("");
  useEffect(() => {
    if (pressed.current === "") return;
    const buttons = [...(place.current?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? [])];
    (buttons.find((one) => one.dataset.deed === pressed.current) ?? buttons[0])?.focus();
    pressed.current = "";
  }, [index]);
  const n = count(index + 1);
  const button = (deed: string, icon: IconName, words: string, disabled: boolean, run: () => void) => (
    <button
      type="button"
      class="quiet"
      data-deed={deed}
      aria-label={words}
      title={words}
      disabled={disabled}
      onClick={() => {
        pressed.current = deed;
        run();
      }}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="row-deeds" ref={place}>
      {button("up", "up", t("moveUp", { name, n }), index === 0, () => move(index, index - 1))}
      {button("down", "down", t("moveDown", { name, n }), index === last, () => move(index, index + 1))}
      {button("take", "bin", t("takeAway", { name, n }), false, () => take(index))}
    </div>
  );
}

/** Names for rows that stay with them wherever they go, so that what is typed there stays, too. */
function useKeys(length: number) {
  const own = useRef({ all: [] as number[], last: 0 });
  const { current } = own;
  while (current.all.length < length) current.all.push(++current.last);
  current.all.length = length;
  return {
    all: current.all,
    add: () => void (current.all = [...current.all, ++current.last]),
    take: (index: number) => void (current.all = current.all.filter((_, at) => at !== index)),
    move: (from: number, to: number) => void (current.all = moved(current.all, from, to) as number[]),
  };
}

export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const left = all.filter((_, at) => at !== from);
  return [...left.slice(0, to), all[from]!, ...left.slice(to)];
}
