/** Says that what a view wanted to show could not be had, and why. */

import { faultLine } from "./faults";

export function Trouble({ error }: { error: Error | null }) {
  if (error === null) return null;
  return (
    <p class="caution" role="alert">
      {faultLine(error)}
    </p>
  );
}
