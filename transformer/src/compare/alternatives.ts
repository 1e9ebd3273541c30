/** Compares alternatives of contracts: whether some admit all environments that others admit. */
import type { LockedAlternative, Term } from "importspy/dist/artifacts.cjs";
import { type Answer, type Containment, every } from "./answer.js";
import { containsImporters } from "./importers.js";
import { admitsFact, anything, containsFacts, type Fact } from "./terms.js";

/** An alternative without unions of runtimes. Its terms are indexed by path. */
export interface Branch {
  readonly terms: ReadonlyMap<string, Term>;
  readonly importer: LockedAlternative["importer"];
}

/** Splits an alternative with a union of runtimes into one branch for each member. */
export function branchesOf({ terms, importer }: Pick<LockedAlternative, "terms" | "importer">): readonly Branch[] {
  const union = terms.find(({ type }) => type.kind === "runtimes");
  const others = terms.filter((term) => term !== union);
  const branch = (all: readonly Term[]): Branch => ({ terms: new Map(all.map((term) => [term.path, term])), importer });
  if (union?.type.kind !== "runtimes") return [branch(others)];
  return union.type.members.map((member) =>
    branch([
      ...others,
      ...member.map(
        ({ name, range, optional }): Term => ({ path: `runtime.${name}`, optional, type: { kind: "range", range } }),
      ),
    ]),
  );
}

/** By the path of a fact: what one branch admits and another one does not. */
type Failures = ReadonlyMap<string, Containment<Fact>>;

function failuresOf(inner: Branch, outer: Branch): Failures {
  const failures = new Map<string, Containment<Fact>>();
  for (const [path, term] of outer.terms) {
    const found = containsFacts(inner.terms.get(path) ?? anything(path), term);
    if (found.answer !== "yes") failures.set(path, found);
  }
  const importer = containsImporters(inner.importer, outer.importer);
  if (importer.answer !== "yes") failures.set("importer", importer);
  return failures;
}

/**
 * Whether it is certain that one branch admits all environments that another one admits.
 *
 * @param inner - The branch whose environments must be admitted.
 * @param outer - The branch that must admit them.
 */
export const covers = (inner: Branch, outer: Branch): boolean =>
  [...outer.terms].every(
    ([path, term]) => containsFacts(inner.terms.get(path) ?? anything(path), term).answer === "yes",
  ) && containsImporters(inner.importer, outer.importer).answer === "yes";

/** The search stops at this many branches, since its recursion is as deep. */
const MOST_BRANCHES = 500;

/** Whether there is an environment that all branches refuse. It combines the facts that the branches do not admit. */
function isRefusedByAll(branches: readonly (readonly [Branch, Failures])[]): boolean {
  if (branches.length > MOST_BRANCHES) return false;
  let tries = 0;
  const search = (index: number, facts: ReadonlyMap<string, Fact>): boolean => {
    if (index === branches.length) return true;
    if (++tries > 5000) return false;
    const [branch, failures] = branches[index]!;
    const isRefused = [...facts].some(([path, fact]) => {
      const term = branch.terms.get(path);
      return term && admitsFact(term, fact) === "no";
    });
    if (isRefused) return search(index + 1, facts);
    return [...failures].some(
      ([path, { witnesses }]) =>
        !facts.has(path) && witnesses.some((witness) => search(index + 1, new Map([...facts, [path, witness]]))),
    );
  };
  return search(0, new Map());
}

function containsBranch(inner: Branch, outer: readonly Branch[]): Answer {
  const all = outer.map((branch) => [branch, failuresOf(inner, branch)] as const);
  if (all.some(([, failures]) => !failures.size)) return "yes";
  return isRefusedByAll(all) ? "no" : "unknown";
}

/**
 * Whether some alternatives admit all environments that other alternatives admit.
 *
 * @param inner - The alternatives that must be admitted.
 * @param outer - The alternatives that must admit them.
 */
export function containsAlternatives(
  inner: readonly Pick<LockedAlternative, "terms" | "importer">[],
  outer: readonly Pick<LockedAlternative, "terms" | "importer">[],
): Answer {
  const others = outer.flatMap(branchesOf);
  return every(inner.flatMap(branchesOf), (branch) => containsBranch(branch, others));
}
