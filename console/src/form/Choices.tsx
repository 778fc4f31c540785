/** Several of several values, ticked; where they are many, those that a word is found in. */

import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import type { BodyProperties } from "./Body";
import { choiceWord, MANY } from "./choiceWord";

export function Choices({ field, value, change }: BodyProperties) {
  const wanted = useSignal("");
  const chosen = (Array.isArray(value) ? value : []).map((one) => JSON.stringify(one));
  const word = wanted.value.trim().toLowerCase();
  const choose = (all: readonly string[]) => change(all.length > 0 ? all.map((one) => JSON.parse(one)) : undefined);
  return (
    <>
      {field.choices.length > MANY && (
        <input
          type="search"
          aria-label={t("search")}
          placeholder={t("typeToSearch")}
          value={wanted.value}
          onInput={(event) => (wanted.value = event.currentTarget.value)}
        />
      )}
      <div class="actions choices">
        {field.choices.map((choice) => {
          const one = JSON.stringify(choice);
          const others = chosen.filter((other) => other !== one);
          const isTicked = chosen.includes(one);
          if (!isTicked && !choiceWord(choice).toLowerCase().includes(word)) return null;
          return (
            <label key={one} class="tick">
              <input
                type="checkbox"
                checked={isTicked}
                onChange={(event) => choose(event.currentTarget.checked ? [...others, one] : others)}
              />
              {choiceWord(choice)}
            </label>
          );
        })}
      </div>
    </>
  );
}
