/** One of several words, or all of them, to narrow a list by. */

import { type Key, t } from "./i18n";

interface Properties<One extends string> {
  name: Key;
  words: Record<One, Key>;
  value: One | "";
  choose: (value: One | "") => void;
}

export function Choice<One extends string>({ name, words, value, choose }: Properties<One>) {
  return (
    <label>
      {t(name)}
      <select value={value} onChange={(event) => choose(event.currentTarget.value as One | "")}>
        <option value="">{t("all")}</option>
        {(Object.keys(words) as One[]).map((one) => (
          <option key={one} value={one}>
            {t(words[one])}
          </option>
        ))}
      </select>
    </label>
  );
}
