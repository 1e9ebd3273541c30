import { intersects, SemVer, satisfies, subset } from "../type/semver.js";
import type { Containment } from "./answer.js";

/** Whether a range admits every version, and what has none. */
export const isAnyVersion = (range: string) =>
  range.split(/\s*\|\|\s*/).some((part) => /^(?:\*|x|X)?$/.test(part.trim()));

/** Whether a version is in a range, as the runtime judges. */
export function admitsVersion(range: string, version: string, prereleases: boolean): boolean {
  return isAnyVersion(range) || satisfies(version, range, { includePrerelease: prereleases });
}

/** Versions at the edges of ranges, and beside them. */
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
      // What only looks like a version.
      return false;
    }
  });
}

/**
 * Whether every version of one range is in another.
 *
 * @param inner - The range.
 * @param outer - The other.
 * @param prereleases - Whether a prerelease counts like a release.
 */
export function containsVersions(inner: string, outer: string, prereleases: boolean): Containment<string> {
  if (isAnyVersion(outer) || inner === outer) return { answer: "yes", witnesses: [] };
  // Only `*` admits what has no version.
  const unversioned = isAnyVersion(inner) ? [""] : [];
  const witnesses = versionsNear([inner, outer]).filter(
    (version) => admitsVersion(inner, version, prereleases) && !admitsVersion(outer, version, prereleases),
  );
  if (witnesses.length || unversioned.length) return { answer: "no", witnesses: [...witnesses, ...unversioned] };
  const isWithin = subset(inner, outer, { includePrerelease: prereleases });
  return { answer: isWithin ? "yes" : "unknown", witnesses: [] };
}

/**
 * Whether no version is in both of two ranges.
 *
 * @param left - The range.
 * @param right - The other.
 */
export const excludesVersions = (left: string, right: string): boolean =>
  !isAnyVersion(left) && !isAnyVersion(right) && !intersects(left, right, { includePrerelease: true });

/** Whether no version is in a range: `>=20 <18`. */
export const isEmptyVersions = (range: string): boolean => excludesVersions(range, range);
