/**
 * What sidecars import of `importspy`. A bundle has to have it: left outside, it would be one more file to load before
 * each verdict, and as CommonJS one that Node.js 20 cannot load.
 *
 * @module
 */
import { createRequire } from "node:module";

/**
 * What sidecars import of the runtime in a bundle. It reads as a path: libraries keep all that does not outside, by
 * `external: [/^[^./]/]`.
 */
export const RUNTIME = /^\.\/(\w+\.[cm]js)\?importspy-runtime$/;

/**
 * Gives the runtime another name in the text of a sidecar: one that no rule for external packages matches.
 *
 * @param sidecar - The text.
 * @param nameOf - The name of a file of the runtime, by the package's own specifier of it: `importspy/dist/guard.mjs`.
 */
export const nameRuntime = (
  sidecar: string,
  nameOf = (specifier: string) => `./${specifier.slice(specifier.lastIndexOf("/") + 1)}?importspy-runtime`,
): string =>
  sidecar.replaceAll(
    /^((?:im|con)\S* .* (?:from |= require\())"(importspy\/dist\/\w+\.[cm]js)"/gm,
    (_, start: string, specifier: string) => start + JSON.stringify(nameOf(specifier)),
  );

/**
 * The package's own specifier for what {@link nameRuntime} has named.
 *
 * @param specifier - What a sidecar imports.
 * @returns `importspy/dist/guard.mjs`; `undefined` for all else.
 */
export function runtimeSpecifierOf(specifier: string): string | undefined {
  const [, file] = RUNTIME.exec(specifier) ?? [];
  return file && `importspy/dist/${file}`;
}

/**
 * The file that a sidecar means.
 *
 * @param specifier - The package's specifier.
 * @param file - The file that the sidecar guards.
 * @returns The runtime that the file would load, or the one that this package was made with.
 */
export function runtimeFileOf(specifier: string, file: string): string {
  try {
    return createRequire(file).resolve(specifier);
  } catch {
    // The guard service has reported it: nothing of this build will be written.
    return require.resolve(specifier);
  }
}
