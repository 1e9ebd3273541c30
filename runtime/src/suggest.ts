/** The number of edits between two words: insert, delete, replace, swap neighbours. */
export function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? rows[i - 2]![j - 2]! + 1 : replaced;
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, replaced, swapped));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/**
 * The known name that is nearest to an unknown name.
 *
 * @param name - The unknown name.
 * @param known - The known names.
 * @returns `undefined` when no name is near.
 * @example
 * ```ts
 * nearest("chekc", ["build", "check"]); // "check"
 * ```
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const [first] = ranked;
  const isNear = first && first.edits <= Math.max(1, Math.floor(name.length * 0.4));
  const completed = known.filter((candidate) => name.length > 1 && candidate.startsWith(name));
  return isNear ? first.candidate : completed.length === 1 ? completed[0] : undefined;
}
