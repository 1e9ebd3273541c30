/** A file of `importspy` that sidecars import from. */
export type RuntimeFile = "guard" | "values" | "importers" | "load" | "formats" | "packages";

/** The names that a file of `importspy` exports. */
export function exportsOf(file: RuntimeFile): readonly string[] {
  return Object.keys(require(`importspy/dist/${file}.cjs`) as object);
}

/** The checks that few contracts need, as the runtime has them; loaded when a contract is judged at build time. */
export function rareChecks(): typeof import("importspy/dist/formats.cjs") {
  return require("importspy/dist/formats.cjs") as typeof import("importspy/dist/formats.cjs");
}

/** One of the runtime's checks, by its name. */
export function findCheck(name: string): ((...values: never[]) => unknown) | undefined {
  for (const file of ["guard", "formats"] as const) {
    const checks = require(`importspy/dist/${file}.cjs`) as Readonly<Record<string, (...values: never[]) => unknown>>;
    if (name.startsWith("_") && Object.hasOwn(checks, name)) return checks[name];
  }
  return undefined;
}

/** What reads variables, as the guards of modules do that call `env<C>()`. */
export function readers(): typeof import("importspy/dist/values.cjs") {
  return require("importspy/dist/values.cjs") as typeof import("importspy/dist/values.cjs");
}
