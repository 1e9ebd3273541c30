/** A module that imports the contracted module and was admitted. */
export interface Importer<Exports = unknown, Module extends string = string> {
  /** The path of the importing file, relative to its package.json. */
  readonly module: Module;
  /** The name of its package; `""` when it has none. */
  readonly package: string;
  /**
   * Gives the exports of the importer. Do not await it at the top level of the contracted module: it would wait for
   * itself.
   *
   * @returns A promise of its exports; rejects when the importer failed.
   */
  load(): Promise<Exports>;
}

type Option<I> = I extends unknown
  ? Importer<I extends { exports: infer E } ? E : unknown, I extends { module: infer M extends string } ? M : string>
  : never;

/** The admitted importers of a contract: a union when it names several, distinguished by `module`. */
export type ImporterOf<C> = C extends { importer: infer I } ? Option<I> : Importer;

/**
 * Gives the importers of this module that its contract admitted, in the order in which they loaded it. The compiler
 * plugin replaces each call.
 *
 * @typeParam C - The contract of the module with this call, by name.
 * @returns A new list for each call, because more importers may follow later.
 * @throws Error when importspy did not compile the file.
 * @example
 * ```ts
 * /** @importspy *\/
 * export interface Host {
 *   importer: { module: `src/plugins/${string}`; exports: { default: Plugin } };
 * }
 * export async function start() {
 *   for (const plugin of importers<Host>()) (await plugin.load()).default.start();
 * }
 * ```
 */
export function importers<C>(): readonly ImporterOf<C>[] {
  throw new Error(
    "importers<…>() knows nobody: importspy did not compile the file that calls it, or did not find the call there; build the file with importspy",
  );
}
