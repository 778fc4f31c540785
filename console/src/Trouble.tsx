/** Says that what a view wanted to show could not be had, and why. */

export function Trouble({ error }: { error: Error | null }) {
  if (error === null) return null;
  return (
    <p class="caution" role="alert">
      {error.message}
    </p>
  );
}
