import { isRecord } from "../../project/manifest.js";

/** The conditions of an import, and of a `require`: both, because who loads what is not asked here. */
const CONDITIONS = ["node", "import", "require", "module-sync", "module", "browser", "default"];

/** The target that an entry of `exports` or `imports` has under some conditions. */
function targetOf(entry: unknown, conditions: readonly string[]): string | undefined {
  if (typeof entry === "string") return entry;
  if (Array.isArray(entry)) return entry.map((each) => targetOf(each, conditions)).find((each) => each !== undefined);
  if (!isRecord(entry)) return undefined;
  for (const [condition, each] of Object.entries(entry)) {
    const target = conditions.includes(condition) ? targetOf(each, conditions) : undefined;
    if (target !== undefined) return target;
  }
  return undefined;
}

/** The entry of a key: the same, or the longest pattern with a star that matches. */
function entryOf(
  map: Readonly<Record<string, unknown>>,
  key: string,
  conditions: readonly string[],
): string | undefined {
  if (key in map) return targetOf(map[key], conditions);
  const patterns = Object.keys(map).filter((each) => {
    const [start = "", end] = each.split("*");
    return end !== undefined && key.startsWith(start) && key.endsWith(end) && key.length >= each.length;
  });
  const [best] = patterns.sort((a, b) => b.indexOf("*") - a.indexOf("*"));
  if (best === undefined) return undefined;
  const [start = "", end = ""] = best.split("*");
  return targetOf(map[best], conditions)?.replaceAll("*", key.slice(start.length, key.length - end.length));
}

/**
 * The file that a package gives for a way into it.
 *
 * @param content - Its package.json.
 * @param key - `.`, `./pay`, or `#internal`.
 * @param conditions - Conditions beside the usual ones.
 * @see https://nodejs.org/api/packages.html#conditional-exports
 */
export function packageTarget(
  { exports, imports, main, module }: Readonly<Record<string, unknown>>,
  key: string,
  conditions: readonly string[] = [],
): string | undefined {
  const all = [...conditions, ...CONDITIONS];
  if (key.startsWith("#")) return isRecord(imports) ? entryOf(imports, key, all) : undefined;
  if (exports !== undefined) {
    const isMap = isRecord(exports) && Object.keys(exports).every((each) => each.startsWith("."));
    return entryOf(isMap ? exports : { ".": exports }, key, all);
  }
  if (key !== ".") return key;
  return [main, module].find((each) => typeof each === "string") as string | undefined;
}
