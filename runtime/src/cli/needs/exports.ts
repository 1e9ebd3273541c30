import { join } from "node:path";
import { isFile, readText } from "../../files.js";

/** The export conditions of an import in Node.js. */
const CONDITIONS = ["node", "import", "module-sync", "default"];

function targetOf(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (typeof target !== "object" || target === null) return undefined;
  const choices = Array.isArray(target)
    ? target
    : Object.entries(target).flatMap(([name, value]) => (CONDITIONS.includes(name) ? [value] : []));
  for (const choice of choices) {
    const found = targetOf(choice);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `{ "./*": "./dist/*.js" }` */
function matchPattern(exported: object, subpath: string): string | undefined {
  for (const [pattern, value] of Object.entries(exported)) {
    const [start, end] = pattern.split("*") as [string, string | undefined];
    if (end === undefined || !subpath.startsWith(start) || !subpath.endsWith(end)) continue;
    const star = subpath.slice(start.length, subpath.length - end.length);
    return targetOf(value)?.replaceAll("*", () => star);
  }
  return undefined;
}

/**
 * Resolves an import of a package through its `exports`, for packages that cannot be required.
 * {@link https://nodejs.org/api/packages.html#package-entry-points}
 *
 * @param folder - The package's folder.
 * @param subpath - `"."`, or `"./…"`.
 * @returns `undefined` when the package does not export the path.
 */
export function resolveExport(folder: string, subpath: string): string | undefined {
  const manifest = join(folder, "package.json");
  if (!isFile(manifest)) return undefined;
  const { exports } = JSON.parse(readText(manifest)) as { exports?: unknown };
  const isMap =
    typeof exports === "object" && exports !== null && Object.keys(exports).some((key) => key.startsWith("."));
  const map = (isMap ? exports : { ".": exports }) as Readonly<Record<string, unknown>>;
  const target = Object.hasOwn(map, subpath) ? targetOf(map[subpath]) : matchPattern(map, subpath);
  const file = target === undefined ? undefined : join(folder, target);
  return file !== undefined && isFile(file) ? file : undefined;
}
