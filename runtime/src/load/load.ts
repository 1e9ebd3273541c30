/**
 * Loads a module that the build does not know, and gives it typed. Its exports are validated against `T`, and the error
 * lists everything that is missing or wrong. The compiler plugin replaces each call.
 *
 * @typeParam T - The type of the module's exports: an interface, `{ run(task: string): void }`, `typeof
 * import("./x.js")`.
 * @param specifier - As for `import()`: a path relative to the calling file, a URL, or the name of a package.
 * @returns A promise of the module.
 * @throws ContractViolationError when an export is missing or does not match `T`. Also any error of the module itself,
 * and an Error when importspy did not compile the file.
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
