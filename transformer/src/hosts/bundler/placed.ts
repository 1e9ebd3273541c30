import { nameRuntime, runtimeFileOf } from "./runtime.js";

/**
 * Names the runtime in the text of a sidecar by its files, for hosts that take paths.
 *
 * @param sidecar - The text of a sidecar.
 * @param file - The file that it guards.
 */
export const placeRuntime = (sidecar: string, file: string): string =>
  nameRuntime(sidecar, (specifier) => runtimeFileOf(specifier, file));

/** How `load<T>()` loads in the text of a sidecar, and what it knows of the place. */
const LOADING = /^(\(specifier\) => import\(.*\),\n)(import\.meta\.url|__filename),\n/m;

/**
 * Takes the place of the file out of what `load<T>()` knows: webpack puts the path in that the file has where it is built.
 *
 * @param sidecar - The text of a sidecar.
 */
export const withoutPlace = (sidecar: string): string => sidecar.replace(LOADING, "$1");

/**
 * Says that modules are not linked before any of them is evaluated: by a server that evaluates them itself.
 *
 * @param sidecar - The text of a sidecar.
 */
export const withoutLinking = (sidecar: string): string => sidecar.replace(LOADING, "$1$2,\nfalse,\n");
