/**
 * Hand-made contracts for the tests of the runtime, and what they are found to break.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Alternative, Condition, Contract, Violation } from "importspy/dist/contract.mjs";
import {
  arch,
  ContractViolationError,
  describeAlternatives,
  enforce,
  env,
  importer,
  judgeImporter,
  libc,
  os,
  packages,
  runtimes,
} from "importspy/dist/guard.mjs";

/** What the sidecar of a contract with all fields and several alternatives takes from the guard. */
export const JUDGES = {
  judges: { arch, env, importer, libc, os, packages, runtime: runtimes },
  judgeImporter,
} as const;

/** A contract of `src/payments.ts` in package `app`. */
export function contractOf(conditions: readonly Condition[], rest: Partial<Contract & Alternative> = {}): Contract {
  const { note, packages, importer, ...contract } = rest;
  const several = contract.alternatives && contract.alternatives.length > 1 && { describeAlternatives };
  const alternative = {
    conditions,
    ...(note && { note }),
    ...(packages && { packages }),
    ...(importer && { importer }),
  };
  return {
    package: "app",
    module: "src/payments.ts",
    line: 4,
    alternatives: [alternative],
    ...JUDGES,
    ...several,
    ...contract,
  };
}

/** The error with which a contract is refused in this process; `undefined` when it is admitted. */
export function refusalOf(contract: Contract): ContractViolationError | undefined {
  try {
    enforce(contract);
    return undefined;
  } catch (error) {
    assert(error instanceof ContractViolationError, String(error));
    return error;
  }
}

/** What conditions break in this process. */
export function violationsOf(...conditions: readonly Condition[]): readonly Violation[] {
  return refusalOf(contractOf(conditions))?.violations ?? [];
}

/** Runs with variables set, and restores the environment. */
export function withVariables<Result>(variables: Readonly<Record<string, string>>, run: () => Result): Result {
  const before = new Map(Object.keys(variables).map((name) => [name, process.env[name]]));
  try {
    for (const [name, value] of Object.entries(variables)) process.env[name] = value;
    return run();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
