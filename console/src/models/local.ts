/** Tells the list of this machine's models that one has come. */

import { signal } from "@preact/signals";

export const arrivals = signal(0);
