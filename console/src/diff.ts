/** A small difference between two texts: by word where words have spaces between them, by character in Chinese. */

export interface Change {
  kind: "same" | "gone" | "new";
  text: string;
}

const TOKEN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+|\s+|./gsu;

/** Longest common subsequence over tokens; above this many cells the middle is shown as replaced whole. */
const MAX_CELLS = 4_000_000;

export function diff(before: string, after: string): Change[] {
  const old = before.match(TOKEN) ?? [];
  const now = after.match(TOKEN) ?? [];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return joined([
    { kind: "same", text: old.slice(0, head).join("") },
    ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    { kind: "same", text: old.slice(old.length - tail).join("") },
  ]);
}

function middle(old: string[], now: string[]): Change[] {
  if (old.length * now.length > MAX_CELLS)
    return [
      { kind: "gone", text: old.join("") },
      { kind: "new", text: now.join("") },
    ];
  const common = lengths(old, now);
  const width = now.length + 1;
  const changes: Change[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      changes.push({ kind: "same", text: old[i++]! });
      j++;
    } else if (j === now.length || (i < old.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!))
      changes.push({ kind: "gone", text: old[i++]! });
    else changes.push({ kind: "new", text: now[j++]! });
  }
  return changes;
}

/** `table[i * width + j]` is the length of the longest common subsequence of `old[i:]` and `now[j:]`. */
function lengths(old: string[], now: string[]): Uint32Array {
  const width = now.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      table[i * width + j] =
        old[i] === now[j]
          ? table[(i + 1) * width + j + 1]! + 1
          : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
  return table;
}

function joined(changes: Change[]): Change[] {
  const result: Change[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    if (last?.kind === change.kind) last.text += change.text;
    else if (change.text !== "") result.push({ ...change });
  }
  return result;
}
