/** Where a question to the documents is typed. */

import { t } from "../i18n";
import { Icon } from "../icons";
import { bases, status } from "../status";
import { Composer } from "./Composer";
import { ask, askedBase, asking, stop, strict } from "./turns";

/** Set by "/" from anywhere in the page. */
export const ASK_BOX_ID = "question";

export function AskBox() {
  return (
    <Composer
      id={ASK_BOX_ID}
      label={t("yourQuestion")}
      placeholder={t("askPlaceholder")}
      sendLabel={t("ask")}
      busy={asking.value}
      send={ask}
      stop={stop}
    >
      <BasePicker />
      {status.value?.model && (
        <label class="tick" title={t("strictHint")}>
          <input
            type="checkbox"
            checked={strict.value}
            onChange={(event) => (strict.value = event.currentTarget.checked)}
          />
          {t("strict")}
        </label>
      )}
      <span class="space" />
      <kbd class="hint">/</kbd>
    </Composer>
  );
}

function BasePicker() {
  const known = bases.value ?? [];
  if (known.length < 2) return null;
  return (
    <label class="pick">
      <Icon name="layers" />
      <span class="unseen">{t("base")}</span>
      <select value={askedBase.value ?? ""} onChange={(event) => (askedBase.value = event.currentTarget.value || null)}>
        <option value="">{t("allBases")}</option>
        {known.map((base) => (
          <option key={base.name} value={base.name}>
            {base.name}
          </option>
        ))}
      </select>
    </label>
  );
}
