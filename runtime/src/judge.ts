import type { Condition, Contract, ImporterIdentity, Violation } from "./contract.js";

/** The violations of one alternative. */
export type Verdict = readonly Violation[];

function violationsOf(
  contract: Contract,
  alternative: number,
  conditions: readonly Condition[],
  importer?: ImporterIdentity,
): Violation[] {
  return conditions.flatMap((condition) => {
    const { path, expected } = condition;
    // What has no judge throws: what cannot be judged does not hold.
    const finding = contract.judges[path.split(".")[0]!]!(condition, contract, importer);
    return finding ? [{ path, expected, ...finding, alternative }] : [];
  });
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
 * Judges what a contract asks of who imports: the packages as its file would resolve them, and its identity. Sidecars
 * of contracts that ask for neither do without.
 *
 * @param contract - The contract, from its sidecar.
 * @param importer - Who imports, when known.
 * @returns All violations, a list for each alternative, in the contract's order.
 */
export function judgeImporter(contract: Contract, importer: ImporterIdentity | undefined): Violation[][] {
  return contract.alternatives.map(({ packages = [], importer: admitted }, index) => {
    const conditions = admitted ? [...packages, { path: "importer", ...admitted }] : packages;
    return violationsOf(contract, index, conditions, importer);
  });
}
