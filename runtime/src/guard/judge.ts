import type { Announcement, Condition, Contract, Finding, Judge, Uses, Violation } from "../contract.js";
import { expectedOf } from "./condition.js";

/** The violations of one alternative. */
export type Verdict = readonly Violation[];

/**
 * Judges conditions.
 *
 * @param contract - The contract, from its sidecar.
 * @param alternative - The index of the alternative that the conditions are of.
 * @param conditions - The conditions.
 * @param announcement - Who imports, when known.
 * @throws TypeError where the sidecar is damaged.
 */
export function violationsOf(
  contract: Contract,
  alternative: number,
  conditions: readonly Condition[],
  announcement?: Announcement,
): Violation[] {
  const violations: Violation[] = [];
  for (const condition of conditions) {
    // Not by a regular expression: compiling one takes longer than judging a condition.
    const [field, ...member] = condition.path.split(".");
    let finding: Finding | undefined;
    try {
      finding = (contract.uses[field!] as Judge)(condition, member.join("."), contract, announcement);
    } catch (error) {
      // A TypeError means that the sidecar is damaged. Any other fact that cannot be read does not hold. In Deno, the
      // message names the missing permission.
      if (/^Ty/.test(error as string)) throw error;
      finding = { kind: "invalid", hint: (error as Error).message };
    }
    if (finding && !(condition.optional && finding.kind === "missing"))
      violations.push({ path: condition.path, expected: expectedOf(condition), ...finding, alternative });
  }
  return violations;
}

/**
 * Judges the conditions on the machine and the environment, which are the same for every importer.
 *
 * @param contract - The contract, from its sidecar.
 * @returns The violations of each alternative, in the order of the contract.
 */
export function judgeEnvironment(contract: Contract): Verdict[] {
  return contract.alternatives.map(({ conditions }, index) => violationsOf(contract, index, conditions));
}

/**
 * Judges the conditions on an importer: the packages that its file would resolve, and its identity.
 *
 * @param contract - The contract, from its sidecar.
 * @param announcement - The importer, when it is known.
 * @param environment - The verdicts that are the same for every importer. If they are not known, the environment is
 * assumed to hold.
 * @returns The violations of each alternative, in the order of the contract. Those of the environment come first.
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
 * Judges several importers. Sidecars of contracts without conditions on packages or importers do not import this.
 *
 * @param contract - The contract.
 * @param importers - The importers, when they are known.
 * @param environment - The verdicts that are the same for every importer.
 * @param isChain - Whether every importer must be admitted, because each one loads the next one. Otherwise one admitted
 * importer is enough, because one of them loads the module; the others are judged after they have loaded it.
 */
export const judgeImporter: NonNullable<Uses["judgeImporter"]> = (contract, importers, environment, isChain) => {
  let last: Announcement | undefined;
  let verdicts: Verdict[] = [];
  for (last of importers[0] ? importers : [undefined]) {
    verdicts = verdictsFor(contract, last, environment);
    if (verdicts.every((violations) => violations.length) === isChain) break;
  }
  // The first one loads the module, and the others load that importer.
  contract.loadedBy = importers[0];
  // If all violations are about the importer, the message blames the importer and not the environment.
  return [verdicts, last, verdicts.flat().every(({ path }) => path === "importer") ? "importer" : undefined];
};
