/** One box for what is to be done, and under it what came of it. */

import { useEffect } from "preact/hooks";
import { Composer } from "../../ask/Composer";
import { languageOf } from "../../formats";
import { type Key, t } from "../../i18n";
import { status } from "../../status";
import { UseItem } from "./UseItem";
import { busy, byModel, stop, use, uses, wished } from "./uses";

const SAMPLES: readonly Key[] = ["sampleUnits", "sampleDays", "sampleCalendar", "sampleSum"];

export function UsePart() {
  useEffect(() => void (wished.value = ""), []);
  return (
    <div class="part uses">
      <Composer
        id="to-be-done"
        label={t("toBeDone")}
        placeholder={t("toBeDonePlaceholder")}
        sendLabel={t("findTools")}
        initial={wished.value}
        busy={busy()}
        send={use}
        stop={stop}
      >
        {status.value?.model && (
          <label class="tick" title={t("byModelHint")}>
            <input
              type="checkbox"
              checked={byModel.value}
              onChange={(event) => (byModel.value = event.currentTarget.checked)}
            />
            {t("byModel")}
          </label>
        )}
        <span class="space" />
      </Composer>
      {uses.value.length === 0 && <Samples />}
      {uses.value.map((one) => (
        <UseItem key={one.id} one={one} />
      ))}
    </div>
  );
}

function Samples() {
  return (
    <ul class="samples" aria-label={t("samples")}>
      {SAMPLES.map((sample) => (
        <li key={sample}>
          <button type="button" class="quiet" lang={languageOf(t(sample))} onClick={() => use(t(sample))}>
            {t(sample)}
          </button>
        </li>
      ))}
    </ul>
  );
}
