/**
 * The shortest way from an entry to a module.
 *
 * @param id - The module.
 * @param importersOf - The modules that import one.
 * @returns The modules of the way, one that nothing imports first.
 */
export function wayTo(id: string, importersOf: (id: string) => readonly string[]): readonly string[] {
  const next = new Map<string, string | undefined>([[id, undefined]]);
  // A Map goes through what is added on the way.
  for (const [each] of next) {
    const importers = importersOf(each);
    if (!importers.length) {
      const way: string[] = [];
      for (let at: string | undefined = each; at !== undefined; at = next.get(at)) way.push(at);
      return way;
    }
    for (const importer of importers) if (!next.has(importer)) next.set(importer, each);
  }
  return [id];
}
