import { isRecord } from "../../project/manifest.js";

/** The conditions of both `import` and `require`, because the kind of load is not checked here. */
const CONDITIONS = ["node", "import", "require", "module-sync", "module", "browser", "default"];

/** The target of an entry of `exports` or `imports` for some conditions. */
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

/** The entry for a key: an exact match, or the longest matching pattern with a star. */
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
 * Resolves a path into a package through `exports` or `imports`.
 *
 * @param content - Its package.json.
 * @param key - `.`, `./pay`, or `#internal`.
 * @param conditions - Additional conditions.
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
