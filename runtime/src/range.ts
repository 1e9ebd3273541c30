import type { CompiledRange } from "./contract.js";

const VERSION = /^([<>]?=?)v?(\d+)\.(\d+)\.(\d+)(?:-([^+]+))?/;

interface Version {
  readonly operator: string;
  readonly numbers: readonly number[];
  readonly prerelease: readonly string[];
}

function parse(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (!match) return undefined;
  return {
    operator: match[1]!,
    numbers: [Number(match[2]), Number(match[3]), Number(match[4])],
    prerelease: match[5]?.split(".") ?? [],
  };
}

/** Precedence of two prerelease identifiers, {@link https://semver.org/#spec-item-11}. */
function compareIdentifiers(a: string, b: string): number {
  const numericA = /^\d+$/.test(a);
  const numericB = /^\d+$/.test(b);
  if (numericA && numericB) return Number(a) - Number(b);
  if (numericA !== numericB) return numericA ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareRelease(a: Version, b: Version): number {
  for (let index = 0; index < 3; index++) {
    const difference = a.numbers[index]! - b.numbers[index]!;
    if (difference) return difference;
  }
  return 0;
}

/** Precedence of two versions, {@link https://semver.org/#spec-item-11}. */
function compare(a: Version, b: Version): number {
  const release = compareRelease(a, b);
  if (release) return release;
  // A version without a prerelease is above the same version with one.
  if (!a.prerelease.length || !b.prerelease.length) return b.prerelease.length - a.prerelease.length;
  for (let index = 0; ; index++) {
    const [left, right] = [a.prerelease[index], b.prerelease[index]];
    if (left === undefined || right === undefined) {
      return left === right ? 0 : left === undefined ? -1 : 1;
    }
    const difference = compareIdentifiers(left, right);
    if (difference) return difference;
  }
}

function admits(operator: string, order: number): boolean {
  if (operator === ">=") return order >= 0;
  if (operator === "<=") return order <= 0;
  if (operator === ">") return order > 0;
  if (operator === "<") return order < 0;
  return order === 0;
}

/**
 * Whether a version satisfies a range that was compiled at build time.
 *
 * @param text - The version, for instance `"20.11.1"`.
 * @param range - The compiled range.
 * @param prereleases - Whether a prerelease counts like a release, as npm does for `engines`. Otherwise it is
 * admitted only by a comparator that names a prerelease of the same version, as npm's `satisfies` does for packages.
 * @returns `false` also when the text is no version.
 * @example
 * ```ts
 * satisfies("8.11.3", [[">=8.11.0", "<9.0.0-0"]], false); // true
 * ```
 */
export function satisfies(text: string, range: CompiledRange, prereleases: boolean): boolean {
  const version = parse(text);
  if (!version) return false;
  return range.some((set) => {
    const comparators = set.map(parse);
    const holds = comparators.every(
      (comparator) => !comparator || admits(comparator.operator, compare(version, comparator)),
    );
    if (!holds || prereleases || !version.prerelease.length) return holds;
    return comparators.some((comparator) => comparator?.prerelease.length && !compareRelease(version, comparator));
  });
}
