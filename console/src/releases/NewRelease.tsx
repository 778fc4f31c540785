/** Pins model, prompt, documents, policy, guards and corrections as they are now into a candidate. */

import { useSignal } from "@preact/signals";
import { call } from "../client";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { complain, notify } from "../notices";
import { Asked } from "./Asked";
import { labelOf } from "./names";
import { USUAL } from "./targets";

export function NewRelease({ made }: { made: () => void }) {
  const name = useSignal("");
  const target = useSignal(USUAL);
  const door = useSignal("");
  const note = useSignal("");
  const sets = useSignal<readonly string[]>([]);
  const known = useLoaded((stop) => call("evaluations:sets", { limit: 1_000 }, stop), []).value.value?.sets ?? [];
  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    try {
      const release = await call("releases:create", {
        name: name.value.trim(),
        target: target.value,
        sets: [...sets.value],
        door: door.value.trim(),
        note: note.value.trim(),
      });
      notify(t("releaseIsMade", { release: labelOf(release) }));
      name.value = door.value = note.value = "";
      form.closest("details")?.removeAttribute("open");
      made();
    } catch (error) {
      complain(error);
    }
  };
  const toggle = (set: string, on: boolean) =>
    (sets.value = on ? [...sets.value, set] : sets.value.filter((one) => one !== set));
  return (
    <details class="new">
      <summary>{t("newRelease")}</summary>
      <form class="correct" onSubmit={(event) => void make(event)}>
        <div class="fields">
          <label>
            {t("releaseName")}
            <input required value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
          </label>
          <Asked target={target} />
          <label>
            {t("door")}
            <input value={door.value} onInput={(event) => (door.value = event.currentTarget.value)} />
          </label>
          <label class="wide">
            {t("noteOptional")}
            <input value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
          </label>
        </div>
        {known.length > 0 && (
          <fieldset class="choices">
            <legend class="faint">{t("setsBeside")}</legend>
            {known.map((set) => (
              <label key={set.name} class="tick">
                <input
                  type="checkbox"
                  checked={sets.value.includes(set.name)}
                  onChange={(event) => toggle(set.name, event.currentTarget.checked)}
                />
                {set.name}
              </label>
            ))}
          </fieldset>
        )}
        <div class="actions">
          <button type="submit" class="primary">
            {t("pinNow")}
          </button>
        </div>
      </form>
    </details>
  );
}
