import { intersects, SemVer, satisfies, subset } from "../type/semver.js";
import type { Containment } from "./answer.js";

/** Whether a range admits every version, and also a package or runtime without a version. */
export const isAnyVersion = (range: string) =>
  range.split(/\s*\|\|\s*/).some((part) => /^(?:\*|x|X)?$/.test(part.trim()));

/** Whether a version is in a range, by the rule of the runtime. */
export function admitsVersion(range: string, version: string, prereleases: boolean): boolean {
  return isAnyVersion(range) || satisfies(version, range, { includePrerelease: prereleases });
}

/** The versions at the bounds of ranges, and their neighbours. */
function versionsNear(ranges: readonly string[]): readonly string[] {
  const named = ranges.flatMap((range) => range.match(/\d+(?:\.\d+){0,2}(?:-[\w.-]+)?/g) ?? []);
  const versions = named.flatMap((text) => {
    const [core = "", ...prerelease] = text.split("-");
    const numbers = [...core.split("."), "0", "0"].slice(0, 3).map(Number) as [number, number, number];
    const [major, minor, patch] = numbers;
    const near = [
      [major, minor, patch],
      [major, minor, patch + 1],
      [major, minor + 1, 0],
      [major + 1, 0, 0],
      [major + 2, 0, 0],
      ...(patch ? [[major, minor, patch - 1]] : []),
      ...(minor ? [[major, minor - 1, 99]] : []),
      ...(major ? [[major - 1, 99, 99]] : []),
    ].map((each) => each.join("."));
    return [...near, ...near.map((each) => `${each}-0`), ...(prerelease.length ? [text] : [])];
  });
  return [...new Set([...versions, "0.0.0", "0.0.0-0", "999.0.0"])].filter((text) => {
    try {
      return Boolean(new SemVer(text));
    } catch {
      // The text only looks like a version.
      return false;
    }
  });
}

/**
 * Whether one range contains all versions of another.
 *
 * @param inner - The range whose versions must be contained.
 * @param outer - The range that must contain them.
 * @param prereleases - Whether a range also admits prereleases.
 */
export function containsVersions(inner: string, outer: string, prereleases: boolean): Containment<string> {
  if (isAnyVersion(outer) || inner === outer) return { answer: "yes", witnesses: [] };
  // Only `*` admits a package or runtime without a version.
  const unversioned = isAnyVersion(inner) ? [""] : [];
  const witnesses = versionsNear([inner, outer]).filter(
    (version) => admitsVersion(inner, version, prereleases) && !admitsVersion(outer, version, prereleases),
  );
  if (witnesses.length || unversioned.length) return { answer: "no", witnesses: [...witnesses, ...unversioned] };
  const isWithin = subset(inner, outer, { includePrerelease: prereleases });
  return { answer: isWithin ? "yes" : "unknown", witnesses: [] };
}

/**
 * Whether two ranges have no version in common.
 *
 * @param left - One range.
 * @param right - The other.
 */
export const excludesVersions = (left: string, right: string): boolean =>
  !isAnyVersion(left) && !isAnyVersion(right) && !intersects(left, right, { includePrerelease: true });

/** Whether a range contains no version: `>=20 <18`. */
export const isEmptyVersions = (range: string): boolean => excludesVersions(range, range);
