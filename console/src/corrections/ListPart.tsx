/** Everything that people corrected: find it, see its story, decide on it, or answer a question beforehand. */

import { useSignal } from "@preact/signals";
import type { Conflict, Correction } from "../api";
import { call } from "../client";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { isAdmin } from "../status";
import { Trouble } from "../Trouble";
import { CorrectionItem } from "./CorrectionItem";
import { Coverage } from "./Coverage";
import { ALL, Filters, type Wanted } from "./Filters";
import { NewCorrection } from "./NewCorrection";
import { RollBack } from "./RollBack";
import { StandingConflicts } from "./StandingConflicts";

const PAGE = 50;

export function ListPart() {
  const wanted = useSignal<Wanted>(ALL);
  const shown = useSignal(PAGE);
  const loaded = useLoaded((stop) => found(wanted.value, shown.value, stop), [wanted.value, shown.value]);
  const { value, error, busy } = loaded.value;
  return (
    <>
      <div class="openers">
        <NewCorrection saved={loaded.reload} />
        {isAdmin.value && <RollBack changed={loaded.reload} />}
        {isAdmin.value && <StandingConflicts />}
      </div>
      <Coverage />
      <Filters wanted={wanted} />
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {value?.corrections.map((correction) => (
          <CorrectionItem
            key={correction.id}
            correction={correction}
            conflicts={value.conflicts.get(correction.id) ?? []}
            changed={loaded.reload}
          />
        ))}
      </ul>
      {value?.corrections.length === 0 && (
        <p class="none">{t(wanted.value === ALL ? "noCorrections" : "nothingFound")}</p>
      )}
      {value?.corrections.length === shown.value && (
        <button type="button" class="quiet more" onClick={() => (shown.value += PAGE)}>
          {t("more")}
        </button>
      )}
    </>
  );
}

interface Found {
  corrections: Correction[];
  /** Of those that wait, by their ids. */
  conflicts: Map<string, readonly Conflict[]>;
}

async function found({ query, state, scope, author }: Wanted, limit: number, stop: AbortSignal): Promise<Found> {
  const [list, contradicted] = await Promise.all([
    call(
      "corrections:list",
      { query: query.trim(), state: state || null, scope: scope || null, author: author.trim() || null, limit },
      stop,
    ),
    call("corrections:conflicts", { limit: 200 }, stop),
  ]);
  const conflicts = new Map(contradicted.corrections.map((one) => [one.correction, one.conflicts] as const));
  return { corrections: list.corrections, conflicts };
}
