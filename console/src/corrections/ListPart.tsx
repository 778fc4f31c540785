/** Everything that people corrected: find it, see its story, decide on it, or answer a question beforehand. */

import { useSignal } from "@preact/signals";
import type { Conflict } from "../api";
import { call } from "../client";
import { t } from "../i18n";
import { More, type Portion, useListed } from "../listed";
import { useLoaded } from "../load";
import { isAdmin } from "../status";
import { Trouble } from "../Trouble";
import { CorrectionItem } from "./CorrectionItem";
import { Coverage } from "./Coverage";
import { ALL, Filters, type Wanted } from "./Filters";
import { NewCorrection } from "./NewCorrection";
import { RollBack } from "./RollBack";
import { StandingConflicts } from "./StandingConflicts";

export function ListPart() {
  const wanted = useSignal<Wanted>(ALL);
  const { rows, error, busy, more, reload } = useListed(
    (portion, stop) => found(wanted.value, portion, stop),
    [wanted.value],
  );
  const contradicted = useLoaded(conflicts, []);
  const changed = () => {
    reload();
    contradicted.reload();
  };
  return (
    <>
      <div class="openers">
        <NewCorrection saved={changed} />
        {isAdmin.value && <RollBack changed={changed} />}
        {isAdmin.value && <StandingConflicts />}
      </div>
      <Coverage />
      <Filters wanted={wanted} />
      <Trouble error={error ?? contradicted.value.error} />
      <ul class="cards" aria-busy={busy}>
        {rows?.map((correction) => (
          <CorrectionItem
            key={correction.id}
            correction={correction}
            conflicts={contradicted.value.value?.get(correction.id) ?? []}
            changed={changed}
          />
        ))}
      </ul>
      {rows?.length === 0 && <p class="none">{t(wanted.value === ALL ? "noCorrections" : "nothingFound")}</p>}
      <More more={more} />
    </>
  );
}

async function found({ query, state, scope, author }: Wanted, portion: Portion, stop: AbortSignal) {
  const which = { query: query.trim(), state: state || null, scope: scope || null, author: author.trim() || null };
  return (await call("corrections:list", { ...which, ...portion }, stop)).corrections;
}

/** Of those that wait, by their ids. */
async function conflicts(stop: AbortSignal): Promise<Map<string, readonly Conflict[]>> {
  const { corrections } = await call("corrections:conflicts", { limit: 200 }, stop);
  return new Map(corrections.map((one) => [one.correction, one.conflicts] as const));
}
