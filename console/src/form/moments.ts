/** Points in time: as a schema's "date-time" writes them, and as a browser's clock field shows them. */

/** What a clock field shows for it, in this place's own time; null where that would not say all of it. */
export function momentOf(text: string): string | null {
  const local = text.slice(0, 19);
  return withOffset(local) === text ? local : null;
}

/** A local time with its offset here and then: "2026-11-22T10:00:00+08:00"; null for what is no time. */
export function withOffset(local: string): string | null {
  const seconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) ? `${local}:00` : local;
  const date = new Date(seconds);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(seconds) || Number.isNaN(date.getTime())) return null;
  const minutes = -date.getTimezoneOffset();
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${seconds}${minutes < 0 ? "-" : "+"}${pair(hours)}:${pair(rest)}`;
}

function pair(value: number): string {
  return String(value).padStart(2, "0");
}
