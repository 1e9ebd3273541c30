/** The files of `importspy` from which sidecars import. */
export type RuntimeFile = "guard" | "values" | "importers" | "load" | "restrict" | "formats" | "packages";

/** The names that a file of `importspy` exports. */
export function exportsOf(file: RuntimeFile): readonly string[] {
  return Object.keys(require(`importspy/dist/${file}.cjs`) as object);
}

/** The runtime's checks for rare formats. They are loaded when a build needs to run them. */
export function rareChecks(): typeof import("importspy/dist/formats.cjs") {
  return require("importspy/dist/formats.cjs") as typeof import("importspy/dist/formats.cjs");
}

/** A runtime check by its name. */
export function findCheck(name: string): ((...values: never[]) => unknown) | undefined {
  for (const file of ["guard", "formats"] as const) {
    const checks = require(`importspy/dist/${file}.cjs`) as Readonly<Record<string, (...values: never[]) => unknown>>;
    if (name.startsWith("_") && Object.hasOwn(checks, name)) return checks[name];
  }
  return undefined;
}

/** The functions that read variables, as the guards of modules with `env<C>()` use them. */
export function readers(): typeof import("importspy/dist/values.cjs") {
  return require("importspy/dist/values.cjs") as typeof import("importspy/dist/values.cjs");
}
