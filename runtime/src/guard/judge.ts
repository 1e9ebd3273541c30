import type { Announcement, Condition, Contract, Finding, Judge, Uses, Violation } from "../contract.js";
import { expectedOf } from "./condition.js";

/** The violations of one alternative. */
export type Verdict = readonly Violation[];

/** `env.NAME` is a member of a field, `os` a field: taken apart once, since a contract may be judged often. */
const parts: Record<string, readonly [field: string, member: string]> = {};

function violationsOf(
  contract: Contract,
  alternative: number,
  conditions: readonly Condition[],
  announcement?: Announcement,
): Violation[] {
  const violations: Violation[] = [];
  for (const condition of conditions) {
    const { path } = condition;
    // biome-ignore lint/suspicious/noAssignInExpressions: a statement of its own would be in every bundle.
    const [field, member] = (parts[path] ??= path.split(/\.(.*)/s) as [string, string]);
    let finding: Finding | undefined;
    try {
      finding = (contract.uses[field] as Judge)(condition, member, contract, announcement);
    } catch (error) {
      // What cannot be judged does not hold. Deno says so which permission a fact needs.
      finding = { kind: "invalid", hint: (error as Error).message };
    }
    if (finding && (!condition.optional || finding.kind !== "missing"))
      violations.push({ path, expected: expectedOf(condition), ...finding, alternative });
  }
  return violations;
}

/**
 * Judges what a contract asks of the machine and the environment: the part that is the same for every importer.
 *
 * @param contract - The contract, from its sidecar.
 * @returns All violations, a list for each alternative, in the contract's order.
 */
export function judgeEnvironment(contract: Contract): Verdict[] {
  return contract.alternatives.map(({ conditions }, index) => violationsOf(contract, index, conditions));
}

/**
 * Judges what a contract asks of who imports: the packages as its file would resolve them, and its identity.
 *
 * @param contract - The contract, from its sidecar.
 * @param announcement - Who imports, when known.
 * @param environment - The verdicts on what is the same for every importer; where they are not known, it is taken to hold.
 * @returns All violations, those of the environment before, a list for each alternative, in the contract's order.
 */
export function verdictsFor(
  contract: Contract,
  announcement: Announcement | undefined,
  environment: readonly Verdict[] | undefined,
): Verdict[] {
  return contract.alternatives.map(({ packages = [], importer: admitted }, index) => {
    const conditions = admitted ? [...packages, { path: "importer", ...admitted }] : packages;
    return [...(environment?.[index] ?? []), ...violationsOf(contract, index, conditions, announcement)];
  });
}

/**
 * The same for several importers. Sidecars of contracts that ask for neither packages nor importers do without.
 *
 * @param contract - The contract.
 * @param importers - Who imports, when known.
 * @param environment - The verdicts on what is the same for every importer.
 * @param isChain - Whether each of them must be admitted, because one imports through the other. Otherwise one of them
 * must be, because one of them loads the module; the others are judged when they have loaded it, too.
 */
export const judgeImporter: NonNullable<Uses["judgeImporter"]> = (contract, importers, environment, isChain) => {
  let last: Announcement | undefined;
  let verdicts: Verdict[] = [];
  for (last of importers[0] ? importers : [undefined]) {
    verdicts = verdictsFor(contract, last, environment);
    if (verdicts.every((violations) => violations.length) === isChain) break;
  }
  // Nothing is wrong with the environment when all that is refused is who imports.
  return [verdicts, last, verdicts.flat().every(({ path }) => path === "importer") ? "importer" : undefined];
};
