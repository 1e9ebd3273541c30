/**
 * Hand-made contracts for the tests of the runtime, and what they are found to break.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Contract, Condition as Data, Uses, Validator, Violation } from "importspy/dist/contract.mjs";
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

/** A condition whose validator stands in it. */
export type Condition = Omit<Data, "is"> & { is?(value: unknown): boolean };

interface Alternative {
  readonly conditions: readonly Condition[];
  readonly packages?: readonly Condition[];
  readonly importer?: { readonly expected: string; is(value: unknown): boolean };
  readonly note?: string;
}

/** What {@link contractOf} can be told beside conditions. */
type Rest = Partial<Omit<Contract, "alternatives" | "uses" | "validators"> & Omit<Alternative, "conditions"> & Uses> & {
  readonly alternatives?: readonly Alternative[];
};

/** A contract of `src/payments.ts` in package `app`. */
export function contractOf(conditions: readonly Condition[], rest: Rest = {}): Contract {
  const validators: Validator[] = [];
  const lift = ({ is, ...condition }: Condition): Data =>
    is ? { ...condition, is: validators.push(is as Validator) - 1 } : condition;
  const { note, packages: asked, importer: admitted, alternatives: given, packageVersion, ...data } = rest;
  const alternative: Alternative = {
    conditions,
    ...(note && { note }),
    ...(asked && { packages: asked }),
    ...(admitted && { importer: admitted }),
  };
  const alternatives = (given ?? [alternative]).map((each) => ({
    ...each,
    conditions: each.conditions.map(lift),
    ...(each.packages && { packages: each.packages.map(lift) }),
    ...(each.importer && {
      importer: { expected: each.importer.expected, is: validators.push(each.importer.is as Validator) - 1 },
    }),
  })) as Contract["alternatives"];
  const { module = "src/payments.ts" } = data;
  return {
    key: `app/${module}#000000`,
    package: "app",
    line: 4,
    ...data,
    module,
    alternatives,
    validators,
    uses: {
      ...{ arch, env, importer, libc, os, packages, runtime: runtimes },
      judgeImporter,
      ...(packageVersion && { packageVersion }),
      ...(alternatives.length > 1 && { describeAlternatives }),
    },
  };
}

/** Has a contract judged, as its sidecar would. */
export function enforceContract(contract: Contract): void {
  enforce(contract, contract.uses, contract.validators);
}

/** The error with which a contract is refused in this process; `undefined` when it is admitted. */
export function refusalOf(contract: Contract): ContractViolationError | undefined {
  try {
    enforceContract(contract);
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
