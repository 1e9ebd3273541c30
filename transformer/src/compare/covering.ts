/**
 * Finds alternatives that other alternatives of the same contract cover.
 *
 * An alternative can only cover another one that has a condition on each fact that it asks for, and of a union of
 * literals at least one. So an index by facts and literals excludes nearly all pairs.
 *
 * @module
 */
import type {
  LockedAlternative,
  LockedImporter,
  LockedOption,
  LockedPattern,
  Term,
} from "importspy/dist/artifacts.cjs";
import { type Branch, branchesOf, covers } from "./alternatives.js";
import { anything, containsFacts } from "./terms.js";
import { textsOf } from "./values.js";

/**
 * How many pairs are compared. Literals need about one for each alternative. Ranges and patterns of one fact need all pairs,
 * which is enough for a hundred of them: comparing two ranges takes a fifth of a millisecond.
 */
const mostPairs = (alternatives: number) => 5000 + 4 * alternatives;

const keyOf = (path: string, literal: string) => `${path}=${literal}`;

/** The literals of a union, if it has nothing else. */
function literalsOf({ path, optional, type }: Term): readonly string[] | undefined {
  if (type.kind !== "values") return undefined;
  const literals = type.members.map(({ base, literal }) => (base === "string" ? literal : undefined));
  if (!literals.every((each) => each !== undefined)) return undefined;
  return optional && path.startsWith("env.") ? [...literals, ""] : literals;
}

/** The literals of patterns, if they are nothing else. */
function literalsIn(patterns: readonly LockedPattern[] | undefined): readonly string[] | undefined {
  const literals = patterns?.map(({ is }) => is.literal);
  return literals?.every((each) => each !== undefined) ? literals : undefined;
}

/** The only modules that an option admits, of the module's own package. */
function modulesOf({ package: names, module, legacy, legacyPackage }: LockedOption): readonly string[] | undefined {
  if (names || legacyPackage !== undefined) return undefined;
  return legacy === undefined ? literalsIn(module) : [legacy];
}

const IMPORTER = "importer";

function importerKeys(importer: LockedImporter): readonly string[] {
  const modules = "unknown" in importer ? [undefined] : importer.map(modulesOf);
  return modules.every((each) => each !== undefined)
    ? modules.flat().map((module) => keyOf(IMPORTER, module))
    : [IMPORTER];
}

/**
 * For each condition of a branch: keys, one of which every branch has among its {@link probesOf} that it covers. A
 * condition that admits everything has none.
 */
function conditionKeys({ terms, importer }: Branch): readonly (readonly string[])[] {
  const asking = [...terms.values()].filter(
    (term) => !term.optional || containsFacts(anything(term.path), term).answer !== "yes",
  );
  const keys = asking.map((term) => literalsOf(term)?.map((literal) => keyOf(term.path, literal)) ?? [term.path]);
  return importer ? [...keys, importerKeys(importer)] : keys;
}

/** The facts that a branch has conditions on, each with one of the texts that it admits, if they can be listed. */
function probesOf({ terms, importer }: Branch): readonly string[] {
  const facts = [...terms.values()].flatMap(({ path, type }) => {
    const [text] = (type.kind === "values" && type.members[0] && textsOf(type.members[0])) || [];
    return text === undefined ? [path] : [path, keyOf(path, text)];
  });
  if (!importer) return facts;
  const [option] = "unknown" in importer ? [] : importer;
  const [module] = (option && (option.legacy === undefined ? [option.module?.[0]?.is.literal] : [option.legacy])) || [];
  return [...facts, IMPORTER, ...(module === undefined ? [] : [keyOf(IMPORTER, module)])];
}

interface Indexed {
  readonly index: number;
  readonly branch: Branch;
}

/** Finds the alternatives that may cover a branch. */
function indexBranches(alternatives: readonly LockedAlternative[]): (branch: Branch) => readonly Indexed[] {
  const all = alternatives.flatMap((alternative, index) =>
    branchesOf(alternative).map((branch) => ({ index, branch, conditions: conditionKeys(branch) })),
  );
  const frequency = new Map<string, number>();
  for (const key of all.flatMap(({ conditions }) => conditions.flat()))
    frequency.set(key, (frequency.get(key) ?? 0) + 1);
  const byKey = new Map<string | undefined, Indexed[]>();
  for (const { index, branch, conditions } of all) {
    const costs = conditions.map((keys) => Math.max(0, ...keys.map((key) => frequency.get(key)!)));
    const rarest = conditions[costs.indexOf(Math.min(...costs))];
    for (const key of rarest ? new Set(rarest) : [undefined]) {
      const found = byKey.get(key) ?? [];
      found.push({ index, branch });
      byKey.set(key, found);
    }
  }
  return (branch) => [undefined, ...new Set(probesOf(branch))].flatMap((key) => byKey.get(key) ?? []);
}

/** An alternative that others cover. */
export interface Covered {
  readonly index: number;
  /** The one alternative that covers it; `undefined` when only several together do. */
  readonly by: number | undefined;
}

/**
 * Finds alternatives that others cover. Of two equal ones, it is the later.
 *
 * @param alternatives - The alternatives of a contract.
 * @param partsOf - Splits an alternative into parts that different alternatives may cover.
 * @param isOrdered - Whether only earlier alternatives count.
 */
export function findCovered(
  alternatives: readonly LockedAlternative[],
  partsOf: (alternative: LockedAlternative) => readonly LockedAlternative[],
  isOrdered: boolean,
): readonly Covered[] {
  const candidatesFor = indexBranches(alternatives);
  const removed = new Set<number>();
  let left = mostPairs(alternatives.length);
  /** The alternatives that cover a branch, the first of them first. */
  function* coveringOf(branch: Branch, own: number): Generator<number> {
    const isOther = ({ index }: Indexed) => index !== own && !removed.has(index) && (!isOrdered || index < own);
    const others = candidatesFor(branch).filter(isOther);
    for (const other of others.sort((a, b) => a.index - b.index)) {
      if (left-- <= 0) return;
      if (covers(branch, other.branch)) yield other.index;
    }
  }
  const coveringAll = (branches: readonly Branch[], own: number): Pick<Covered, "by"> | undefined => {
    const [first, ...others] = branches;
    // The most frequent kind needs no further comparison.
    if (first && !others.length) {
      const { value: by, done } = coveringOf(first, own).next();
      return done ? undefined : { by };
    }
    const sets = branches.map((branch) => new Set(coveringOf(branch, own)));
    if (!sets.length || !sets.every(({ size }) => size)) return undefined;
    return { by: [...sets[0]!].find((each) => sets.every((set) => set.has(each))) };
  };
  return [...alternatives.entries()].reverse().flatMap(([index, alternative]) => {
    if (left <= 0) return [];
    const found = coveringAll(partsOf(alternative).flatMap(branchesOf), index);
    if (!found) return [];
    removed.add(index);
    return [{ index, ...found }];
  });
}
