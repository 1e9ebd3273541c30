import { type LockedContract, nameOf } from "importspy/dist/artifacts.cjs";
import type { CompareExports } from "../../../compare/importers.js";
import type { Change, Level } from "./compare/change.js";
import { compareContracts } from "./compare/contracts.js";
import type { Side } from "./sides/side.js";
import { hasMovedEnough } from "./versions.js";

/** The changes of one contract. */
export interface ContractChanges {
  readonly name: string;
  readonly package: string;
  readonly level: Level;
  readonly changes: readonly Change[];
  readonly place: { readonly file: string; readonly line: number } | undefined;
}

/** The version change that a package needs. */
export interface PackageVerdict {
  readonly name: string;
  readonly level: Level;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether the version moved enough; `undefined` when a version is missing. */
  readonly isEnough: boolean | undefined;
}

/** The result of `importspy diff`. */
export interface Report {
  readonly level: Level;
  /** Whether something cannot be compared. */
  readonly isUnknown: boolean;
  readonly contracts: readonly ContractChanges[];
  readonly packages: readonly PackageVerdict[];
}

const LEVELS: readonly Level[] = ["none", "patch", "minor", "major"];

/** The highest of some levels. */
export const greatest = (levels: readonly Level[]): Level =>
  LEVELS[Math.max(0, ...levels.map((level) => LEVELS.indexOf(level)))]!;

function describeAdded(contract: LockedContract, before: Side): Change {
  const hadModule = before.hasModule(contract);
  const asksForNothing = contract.alternatives.some(({ terms, importer }) => !terms.length && !importer);
  if (hadModule === false || asksForNothing) {
    const reason = asksForNothing ? "a contract that asks for nothing is new" : "the module is new, and has a contract";
    return { level: "minor", isUnknown: false, path: "contract", reason };
  }
  const isUnknown = hadModule === undefined;
  const reason = isUnknown
    ? "it has a contract, and whether the module was there without one cannot be told"
    : "the module had no contract and has one: importers that do not keep it are refused";
  return { level: "major", isUnknown, path: "contract", reason };
}

const REMOVED: Change = {
  level: "minor",
  isUnknown: false,
  path: "contract",
  reason: "it has no contract any more: nobody is refused",
};

/**
 * Compares two sides.
 *
 * @param before - The old side.
 * @param after - The new side.
 * @param compareExports - Compares the types of importers' exports.
 */
export function compareSides(before: Side, after: Side, compareExports?: CompareExports): Report {
  const [old, current] = [before, after].map(
    ({ contracts }) => new Map(contracts.map((each) => [nameOf(each), each])),
  ) as [Map<string, LockedContract>, Map<string, LockedContract>];
  const packages = [...new Set([...before.contracts, ...after.contracts].map((each) => each.package))];
  const names = [...new Set([...old.keys(), ...current.keys()])].sort();
  const contracts = names.flatMap((name): ContractChanges[] => {
    const [left, right] = [old.get(name), current.get(name)];
    const changes =
      left && right
        ? compareContracts(left, right, compareExports)
        : right
          ? [describeAdded(right, before)]
          : [REMOVED];
    if (!changes.length) return [];
    const one = (right ?? left)!;
    // A lock file does not name the package of a contract for an external module.
    const owner = one.package || packages.find((each) => each && name.startsWith(`${each}/`)) || "";
    const level = greatest(changes.map((change) => change.level));
    return [{ name, package: owner, level, changes, place: right && after.placeOf(right) }];
  });
  const changed = [...new Set(contracts.map((each) => each.package))].sort();
  const verdicts = changed.map((name): PackageVerdict => {
    const level = greatest(contracts.filter((each) => each.package === name).map((each) => each.level));
    const [was, is] = [before.versionOf(name), after.versionOf(name)];
    return { name, level, before: was, after: is, isEnough: hasMovedEnough(was, is, level) };
  });
  return {
    level: greatest(contracts.map(({ level }) => level)),
    isUnknown: contracts.some(({ changes }) => changes.some((change) => change.isUnknown)),
    contracts,
    packages: verdicts,
  };
}

/** The version change of a package, in words. */
export function describeVersion({ name, level, before, after, isEnough }: PackageVerdict): string {
  const change = level === "patch" ? "words alone" : level;
  const who = name || "the package";
  if (isEnough === undefined)
    return `${who}: the change is ${change}, and package.json does not have a version on both sides`;
  const move = before === after ? `its version is still ${after}` : `its version went from ${before} to ${after}`;
  return `${who}: the change is ${change}, and ${move}${isEnough ? "" : ", which is not enough"}`;
}
