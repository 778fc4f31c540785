/** Text that nobody can be deceived by: what cannot be seen is told. */

/** Controls and formats, such as what turns the reading direction around, stand there by their numbers. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === "\n" ? character : `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}

/** The fields of an input, or the whole of it where it has none, as a person reads them. */
export function fieldsOf(input: unknown): [name: string, value: string][] {
  if (input === null || typeof input !== "object" || Array.isArray(input)) return [["", shown(input)]];
  return Object.entries(input)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => [plain(name), shown(value)]);
}

function shown(value: unknown): string {
  return plain(typeof value === "string" ? value : JSON.stringify(value, null, 2));
}
