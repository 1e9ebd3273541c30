/**
 * Loads a module that no build knows, and gives it typed: its exports are validated against `T` when it is loaded, and all
 * that is missing or wrong is told at once. The compiler plugin replaces each call.
 *
 * @typeParam T - The type of the module's exports: an interface, `{ run(task: string): void }`, `typeof import("./x.js")`.
 * @param specifier - What to load, as for `import()`: a path from the calling file, a URL, the name of a package.
 * @returns A promise of the module.
 * @throws ContractViolationError when an export is missing or is not what `T` says; what the module itself throws; Error
 * where importspy did not compile the file.
 * @example
 * ```ts
 * interface Plugin {
 *   name: string;
 *   run(task: string, options: object): void;
 * }
 * const plugin = await load<Plugin>(`./plugins/${name}.js`);
 * plugin.run("clean", {});
 * ```
 */
export async function load<T>(specifier: string | { readonly href: string }): Promise<T> {
  const name = typeof specifier === "string" ? specifier : specifier.href;
  throw new Error(
    `load<…>(${name.startsWith("data:") ? "…" : JSON.stringify(name)}) has no type to validate the module by: importspy did not compile the file that calls it, or did not find the call there; build the file with importspy`,
  );
}
