import type { CompiledRange } from "./contract.js";

/** An operator and a version. */
const COMPARATOR = /^([<>]?=?)v?(\d+\.\d+\.\d+)(?:-([\da-z.-]+))?(?:\+[\da-z.-]+)?$/i;

interface Comparator {
  readonly operator: string;
  readonly release: string;
  readonly prerelease: string | undefined;
  /** Two of these texts compare as the versions do. */
  readonly sortKey: string;
}

/**
 * A text that sorts as the identifiers do, {@link https://semver.org/#spec-item-11}: one by one, numbers by their
 * value and before words. Both ` ` and `!` come before every character of an identifier.
 */
function sortKeyOf(identifiers: string): string {
  return identifiers
    .split(".")
    .map((identifier) => (/^\d+$/.test(identifier) ? `!${identifier.padStart(16, "0")}` : identifier))
    .join(" ");
}

function parse(text: string): Comparator | undefined {
  const match = COMPARATOR.exec(text);
  if (!match) return undefined;
  const [, operator = "", release = "", prerelease] = match;
  // A version without a prerelease comes after the same version with one.
  const sortKey = sortKeyOf(release) + (prerelease ? ` ${sortKeyOf(prerelease)}` : "~");
  return { operator: operator || "=", release, prerelease, sortKey };
}

/**
 * Whether a version satisfies a range that was compiled at build time. Agrees with npm's semver.
 *
 * @param text - The version, for instance `"20.11.1"`.
 * @param range - The compiled range.
 * @param isRuntime - Whether the version is that of a runtime: then a prerelease counts like a release, as npm counts
 * for `engines`, and `*` admits also a runtime that does not tell its version. The prerelease of a package is
 * admitted only by a comparator that names a prerelease of the same version.
 * @returns `false` also when the text is no version.
 * @example
 * ```ts
 * satisfies("8.11.3", [[">=8.11.0", "<9.0.0-0"]], false); // true
 * ```
 */
export function satisfies(text: string, range: CompiledRange, isRuntime: boolean): boolean {
  // The `=` is in the way of a text that is itself a comparator.
  const version = parse(`=${text}`);
  return range.some((set) => {
    // What remains of `*` is an empty comparator, which admits all.
    const comparators = set.filter(Boolean).map(parse);
    if (!version) return isRuntime && !comparators.length;
    const { sortKey, release, prerelease } = version;
    return (
      // An operator is its characters: `>=` admits what is above and what is equal.
      comparators.every((bound) =>
        bound?.operator.includes(sortKey > bound.sortKey ? ">" : sortKey < bound.sortKey ? "<" : "="),
      ) &&
      (isRuntime || !prerelease || comparators.some((bound) => bound?.prerelease && bound.release === release))
    );
  });
}
