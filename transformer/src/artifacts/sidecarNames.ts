/** The module formats of sidecars. */
export type ModuleFormat = "esm" | "cjs";

/** The start of every sidecar. `verify` and the removal of stale sidecars recognize sidecars by it. */
export const SIDECAR_HEADER = "// importspy ";

/**
 * The name of a sidecar: `x.js` → `x.importspy.js`.
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
 * The specifier of a sidecar in the file beside it. In ES modules, it is a URL, so special characters (`#`, `?`, `%`,
 * line breaks) are escaped. In `require()`, it is a path.
 *
 * @param sidecarName - The sidecar's file name.
 * @param format - The module format of the importing file.
 */
export function specifierOfSidecar(sidecarName: string, format: ModuleFormat): string {
  return `./${format === "esm" ? sidecarName.replace(/[%#?\t\n\r]/g, encodeURIComponent) : sidecarName}`;
}

/** Whether a file name is that of a sidecar or a further sidecar. */
export function isSidecarName(fileName: string): boolean {
  return /\.importspy(?:-\d+)?\.[cm]?js$/.test(fileName);
}
