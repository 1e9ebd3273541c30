import type { CompiledRange } from "../contract.js";

// Both cases of letters instead of the flag `i`, whose first use in a process costs 0.3 ms.
const VERSION = /^v?(\d+\.\d+\.\d+)(?:-([\dA-Za-z.-]+))?(\+[\dA-Za-z.-]+)?$/;

/**
 * Converts a version to a text that sorts in version order, {@link https://semver.org/#spec-item-11}. Numbers sort by
 * value and before words. A space sorts before every character of an identifier, and `~` after them, so a version
 * without a prerelease sorts after the same version with one.
 *
 * @returns `undefined` when the text is not a version.
 */
function sortKeyOf(text: string): string | undefined {
  const [, numbers, prerelease = "~"] = VERSION.exec(text) ?? [];
  return (
    numbers &&
    // biome-ignore lint/style/useTemplate: it is longer in every bundle.
    (numbers + "." + prerelease)
      .split(".")
      .map((identifier) => identifier.padStart(+/\D/.test(identifier) || 99))
      .join(" ")
  );
}

/**
 * Whether a version satisfies a compiled range. Agrees with npm's semver with `includePrerelease`, which npm uses for
 * `engines`.
 *
 * @param text - The version, for instance `"20.11.1"`.
 * @param range - The compiled range.
 * @returns `false` for a text that is not a version, except that `*` admits every text. A runtime without a version has
 * the empty text.
 * @example
 * ```ts
 * satisfies("22.1.0", [[">= 20.11.0", "< 21.0.0-0"], [">= 22.0.0"]]); // true
 * ```
 */
export function satisfies(text: string, range: CompiledRange): boolean {
  return range.some((set) =>
    set.every((comparator) => {
      const [operator, bound] = comparator.split(" ") as [string, string];
      // Mostly the first numbers differ, and building keys costs more than all other conditions of a contract.
      // biome-ignore lint/correctness/useParseIntRadix: it is longer in every bundle, and a version begins with a decimal numeral.
      const keyOf = parseInt(text) - parseInt(bound) ? parseInt : sortKeyOf;
      const version = keyOf(text)!;
      const limit = keyOf(bound)!;
      // An empty comparator is `*`. The operator lists what it admits: `>=` admits greater and equal versions. A damaged
      // bound is neither.
      return (
        !comparator ||
        (VERSION.test(text) &&
          operator.includes((version > limit ? ">" : version < limit ? "<" : version === limit && "=") as string))
      );
    }),
  );
}

/**
 * Like {@link satisfies}, but for packages: a prerelease satisfies only `*`, or a comparator that names a prerelease of
 * the same version.
 *
 * @param text - The version.
 * @param range - The compiled range.
 */
export function satisfiesStrictly(text: string, range: CompiledRange): boolean {
  const [, numbers, prerelease] = VERSION.exec(text) ?? [];
  const names = (comparator: string) => {
    const [, same, bound] = VERSION.exec(comparator.split(" ")[1] ?? "") ?? [];
    return !comparator || (bound && same === numbers);
  };
  return range.some((set) => satisfies(text, [set]) && (!prerelease || set.some(names)));
}
