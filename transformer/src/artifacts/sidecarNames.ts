/** Kinds of modules that sidecars are written as. */
export type ModuleFormat = "esm" | "cjs";

/** First line of every sidecar. `verify` and the removal of stale sidecars go by it. */
export const SIDECAR_HEADER = "// importspy ";

/**
 * The specifier of a sidecar, seen from the emitted file that it stands beside: `x.js` → `x.importspy.js`.
 *
 * @param emittedName - The emitted file.
 * @param further - The number of a further sidecar: `x.importspy-1.js`.
 */
export function sidecarNameOf(emittedName: string, further = 0): string {
  const suffix = further ? `-${further}` : "";
  return emittedName.replace(
    /\.([cm]?jsx?)$/,
    (_, extension: string) => `.importspy${suffix}.${extension.replace("x", "")}`,
  );
}

/**
 * How a file beside a sidecar imports it. The specifiers of ES modules are URLs, in which `#`, `?` and `%` mean
 * something and line breaks are left out; those of `require()` are paths.
 *
 * @param sidecarName - The sidecar's file name.
 * @param format - What the importing file is.
 */
export function specifierOfSidecar(sidecarName: string, format: ModuleFormat): string {
  return `./${format === "esm" ? sidecarName.replace(/[%#?\t\n\r]/g, encodeURIComponent) : sidecarName}`;
}

/** Whether a file is a sidecar, or a further one, by its name. */
export function isSidecarName(fileName: string): boolean {
  return /\.importspy(?:-\d+)?\.[cm]?js$/.test(fileName);
}
