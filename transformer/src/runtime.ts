/** A file of `importspy` that sidecars import from. */
export type RuntimeFile = "guard" | "formats" | "packages";

/** The names that a file of `importspy` exports. */
export function exportsOf(file: RuntimeFile): readonly string[] {
  return Object.keys(require(`importspy/dist/${file}.cjs`) as object);
}
