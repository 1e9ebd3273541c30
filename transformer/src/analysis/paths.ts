/**
 * Paths as TypeScript has them, with `/` also on Windows: `C:/app`, and `//server/share/app` for a share. `path.posix` takes
 * neither for absolute, and makes `/server/share` of the second.
 *
 * @module
 */
import path from "node:path";

const ABSOLUTE = /^(?:\/|[A-Za-z]:\/)/;

/** `path.posix.join`, on drives and shares, too. */
export function joinPath(folder: string, ...names: readonly string[]): string {
  const joined = path.posix.join(folder, ...names);
  return /^\/\/[^/]/.test(folder) ? `/${joined}` : joined;
}

/** `path.posix.resolve` from a folder that is absolute, on drives and shares, too. */
export function resolvePath(folder: string, ...names: readonly string[]): string {
  const resolved = names.reduce((from, name) => (ABSOLUTE.test(name) ? joinPath(name) : joinPath(from, name)), folder);
  return resolved.replace(/([^:/])\/+$/, "$1");
}
