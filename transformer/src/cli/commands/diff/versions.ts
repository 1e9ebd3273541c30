import { SemVer } from "../../../type/semver.js";
import type { Level } from "./compare/change.js";

function parse(version: string): SemVer | undefined {
  try {
    return new SemVer(version);
  } catch {
    // Not a valid version.
    return undefined;
  }
}

/** The first number that is not 0 counts as major, as in `^`. */
function numbersOf({ major, minor, patch }: SemVer): readonly [number, number, number] {
  if (major) return [major, minor, patch];
  return minor ? [minor, patch, 0] : [patch, 0, 0];
}

/**
 * Whether a version moved enough for a change.
 *
 * @param before - The old version.
 * @param after - The new version.
 * @param level - The level of the change.
 * @returns `undefined` when a version is missing or invalid.
 */
export function hasMovedEnough(
  before: string | undefined,
  after: string | undefined,
  level: Level,
): boolean | undefined {
  if (level === "none") return true;
  const [old, current] = [before, after].map((version) => (version === undefined ? undefined : parse(version)));
  if (!old || !current) return undefined;
  if (current.compare(old) <= 0) return false;
  if (level === "patch") return true;
  if (current.major !== old.major) return true;
  if (level === "minor") return old.major === 0 || current.minor > old.minor;
  if (old.major) return false;
  return old.minor || current.minor ? current.minor > old.minor : numbersOf(current)[0] > numbersOf(old)[0];
}
