import { nameRuntime, runtimeFileOf, runtimeSpecifierOf } from "./runtime.js";

/**
 * Names the runtime in the text of a sidecar by its files, for hosts that take paths.
 *
 * @param sidecar - The text of a sidecar.
 * @param file - The file that it guards.
 */
export function placeRuntime(sidecar: string, file: string): string {
  return nameRuntime(sidecar).replaceAll(/"([\w-]+:[^"]+)"/g, (whole, name: string) => {
    const specifier = runtimeSpecifierOf(name);
    return specifier === undefined ? whole : JSON.stringify(runtimeFileOf(specifier, file));
  });
}
