/**
 * Paths as TypeScript writes them, with `/` also on Windows: `C:/app`, and `//server/share/app` for a network share.
 * `path.posix` treats `C:/app` as relative, and shortens the second to `/server/share/app`.
 *
 * @module
 */
import path from "node:path";

const ABSOLUTE = /^(?:\/|[A-Za-z]:\/)/;

/** `path.posix.join`, also for drives and network shares. */
export function joinPath(folder: string, ...names: readonly string[]): string {
  const joined = path.posix.join(folder, ...names);
  return /^\/\/[^/]/.test(folder) ? `/${joined}` : joined;
}

/** `path.posix.resolve` from an absolute folder, also for drives and network shares. */
export function resolvePath(folder: string, ...names: readonly string[]): string {
  const resolved = names.reduce((from, name) => (ABSOLUTE.test(name) ? joinPath(name) : joinPath(from, name)), folder);
  return resolved.replace(/([^:/])\/+$/, "$1");
}
