import type { Condition, Contract, Finding, ImporterIdentity, Violation } from "./contract.js";

/** The violations of one alternative. */
export type Verdict = readonly Violation[];

/** Whether what is missing may be. */
export const isExcused = ({ optional }: Condition, { kind }: Finding) => optional && kind === "missing";

function violationsOf(
  contract: Contract,
  alternative: number,
  conditions: readonly Condition[],
  importer?: ImporterIdentity,
): Violation[] {
  return conditions.flatMap((condition) => {
    const { path, expected } = condition;
    // `env.NAME` is a member of a field, `os` a field. What has no judge throws: what cannot be judged does not hold.
    const [field, ...name] = path.split(".");
    const finding = contract.judges[field!]!(condition, name.join("."), contract, importer);
    return !finding || isExcused(condition, finding) ? [] : [{ path, expected, ...finding, alternative }];
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
 * @param environment - The verdicts on what is the same for every importer.
 * @returns All violations, those of the environment before, a list for each alternative, in the contract's order.
 */
export function judgeImporter(
  contract: Contract,
  importer: ImporterIdentity | undefined,
  environment: readonly Verdict[],
): Verdict[] {
  return contract.alternatives.map(({ packages = [], importer: admitted }, index) => {
    const conditions = admitted ? [...packages, { path: "importer", ...admitted }] : packages;
    return [...environment[index]!, ...violationsOf(contract, index, conditions, importer)];
  });
}
