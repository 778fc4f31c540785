/** A list as long as a person asks for, read in the portions that the server gives. */

import { useSignal } from "@preact/signals";
import { t } from "./i18n";
import { useLoaded } from "./load";

const PAGE = 50;
const MOST_AT_ONCE = 1_000;

export interface Portion {
  limit: number;
  skip: number;
}

type Give<T> = (portion: Portion, stop: AbortSignal) => Promise<readonly T[]>;

/** What there is so far, and how to get more: null where that was all. */
export function useListed<T>(give: Give<T>, on: readonly unknown[]) {
  const shown = useSignal(PAGE);
  const loaded = useLoaded((stop) => upTo(shown.value, give, stop), [...on, shown.value]);
  const { value, error, busy } = loaded.value;
  const more = value?.length === shown.value ? () => void (shown.value += PAGE) : null;
  return { rows: value, error, busy, more, reload: loaded.reload };
}

/** The first so many. */
export async function upTo<T>(wanted: number, give: Give<T>, stop: AbortSignal): Promise<readonly T[]> {
  const rows: T[] = [];
  while (rows.length < wanted) {
    const limit = Math.min(wanted - rows.length, MOST_AT_ONCE);
    const portion = await give({ limit, skip: rows.length }, stop);
    rows.push(...portion);
    if (portion.length < limit) break;
  }
  return rows;
}

export function More({ more }: { more: (() => void) | null }) {
  return (
    more && (
      <button type="button" class="quiet more" onClick={more}>
        {t("more")}
      </button>
    )
  );
}
