/** A module that imports another one, and was admitted by its contract. */
export interface Importer<Exports = unknown, Module extends string = string> {
  /** Path of the importing file from its package.json's folder. */
  readonly module: Module;
  /** Name of its package, `""` when it has none. */
  readonly package: string;
  /**
   * Gives what it exports. Called from the top level of the contracted module it would wait for itself.
   *
   * @returns A promise of its exports; rejects when the importer failed.
   */
  load(): Promise<Exports>;
}

type Option<I> = I extends unknown
  ? Importer<I extends { exports: infer E } ? E : unknown, I extends { module: infer M extends string } ? M : string>
  : never;

/** Those whom a contract admits: a union where it names several, told apart by their modules. */
export type ImporterOf<C> = C extends { importer: infer I } ? Option<I> : Importer;

/**
 * Gives who imports this module and was admitted by its contract, in the order in which they came to load it. The compiler
 * plugin replaces each call.
 *
 * @typeParam C - The contract of the module that the call stands in, by its name.
 * @returns A new list at each call: importers may come later.
 * @throws Error where importspy did not compile the file.
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
