import path from "node:path";

/** `?importspy`, or `?importspy-1` of a further sidecar. */
export const SIDECAR = /[?&]importspy(?:-(\d+))?$/;

/** What a file's text calls its sidecar. */
export const sidecarNameOf = (fileName: string): string => `./${path.basename(fileName)}?importspy`;

/** The number of a sidecar that a specifier or an address asks for; `undefined` when it is none. */
export function sidecarNumberOf(name: string): number | undefined {
  const found = SIDECAR.exec(name);
  return found ? Number(found[1] ?? 0) : undefined;
}
