/** A file of `importspy` that sidecars import from. */
export type RuntimeFile = "guard" | "formats" | "packages";

/** The names that a file of `importspy` exports. */
export function exportsOf(file: RuntimeFile): readonly string[] {
  return Object.keys(require(`importspy/dist/${file}.cjs`) as object);
}

/** The checks that few contracts need, as the runtime has them; loaded when a contract is judged at build time. */
export function rareChecks(): typeof import("importspy/dist/formats.cjs") {
  return require("importspy/dist/formats.cjs") as typeof import("importspy/dist/formats.cjs");
}
