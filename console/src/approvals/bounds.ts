/** What a standing grant allows of a call's input: the fields of one call, each as a bound that a person may widen. */

/** "amount<=30", "to=CNY", "path^=drafts/" are bounds; texts of one line and numbers make one each. */
export function boundsOf(input: unknown): string[] {
  if (input === null || typeof input !== "object" || Array.isArray(input)) return [];
  return Object.entries(input).flatMap(([name, value]) => {
    if (!/^[^\s<>=^]+$/.test(name)) return [];
    if (typeof value === "number") return [`${name}<=${value}`];
    return typeof value === "string" && /^[^\n|]{1,200}$/.test(value) && value.trim() === value
      ? [`${name}=${value}`]
      : [];
  });
}

/** One per line, as a person wrote them. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
