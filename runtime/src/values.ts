/**
 * What sidecars import when the variables of a contract are lists or JSON, or are read with `env<C>()`.
 *
 * @module
 */
import type { Condition, Contract, Judge, Reader, Uses, Violation } from "./contract.js";
import { judgeVariable } from "./env/judge.js";
import { readVariable } from "./env/variable.js";
import { nodeProcess } from "./facts/host.js";
import { withInlined } from "./facts/inlined.js";
import { readVariables, type VariablesFact } from "./facts/variables.js";
import { contractOf } from "./guard/damaged.js";
import { judgeImporter } from "./guard.js";

export { hide } from "./env/hidden.js";
export { readJson } from "./env/json.js";
export { readList } from "./env/list.js";

export { readVariable };

/** A contract that the guard has judged. */
interface JudgedContract extends Contract {
  readonly environment?: readonly (readonly Violation[])[];
}

/** The values of an alternative's variables, from the last time that it was judged. */
interface Kept {
  /** The first and the last condition on a variable, in the order in which they are judged. */
  readonly first: Condition;
  readonly last: Condition;
  readonly read: Reader | undefined;
  /** Absent when the reader has said no. */
  values: Record<string, unknown> | undefined;
  /** The reader has just said yes, so none of the conditions needs to be judged alone. */
  isHeld: boolean;
}

/** A condition with the values of its alternative: a property, because a map takes longer than judging the variable. */
interface KeptCondition extends Condition {
  kept?: Kept;
}

const isVariable = ({ path }: Condition) => path.startsWith("env.");

/** The values of the alternative that a condition is of. */
function keptOf(condition: Condition, { alternatives, validators }: Contract): Kept {
  const { conditions, read } = alternatives.find((each) => each.conditions.includes(condition))!;
  const variables: KeptCondition[] = conditions.filter(isVariable);
  const kept: Kept = {
    first: variables[0]!,
    last: variables.at(-1)!,
    read: validators[read!] as Reader | undefined,
    values: {},
    isHeld: false,
  };
  for (const each of variables) each.kept = kept;
  return kept;
}

/** Created again only when the object with the variables changes. */
let fact: VariablesFact = [{}, ""];

const currentFact = () => {
  if (fact[0] !== nodeProcess.env) fact = readVariables();
  return fact;
};

/** Judges a variable and keeps its value. */
const readInto = (condition: KeptCondition, name: string, from: VariablesFact, contract: Contract) => {
  condition.kept ??= keptOf(condition, contract);
  const { kept } = condition;
  // No literal: it would inherit `__proto__`.
  if (condition === kept.first) kept.values = Object.create(null) as Record<string, unknown>;
  return readVariable(condition, name, from, contract, (value) => {
    kept.values![name] = value;
  });
};

/** Replaces the guard's judge: keeps the value of each variable, and judges lists and JSON. */
export const variables: Judge = (condition, name, contract) => readInto(condition, name, currentFact(), contract);

/** As {@link variables}, but prefers the variables in the bundle to those of the process. */
export const inlinedVariables: Judge = (condition, name, contract) =>
  readInto(condition, name, withInlined(contract), contract);

/** Has the reader read all variables of an alternative. */
function readAll(kept: Kept, { validators }: Contract): void {
  const values = {};
  kept.isHeld = false;
  kept.values = undefined;
  try {
    kept.isHeld = kept.read!(currentFact()[0], validators, values);
  } catch {
    // The judge of one variable explains it, and passes on what is wrong with the sidecar.
  }
  if (kept.isHeld) kept.values = values;
}

/**
 * As {@link variables}, for alternatives with a reader. At the first variable, the reader reads them all. When one of
 * them does not hold, each is judged alone, which explains what is wrong.
 */
export const allVariables: Judge = (condition: KeptCondition, name, contract) => {
  condition.kept ??= keptOf(condition, contract);
  const { kept } = condition;
  if (condition === kept.first) readAll(kept, contract);
  if (!kept.isHeld) return judgeVariable(condition, name, currentFact(), contract);
  if (condition === kept.last) kept.isHeld = false;
  return undefined;
};

/** The verdicts that admitted the importer, for contracts with conditions on importers or packages. */
const admissions = new WeakMap<Contract, readonly (readonly Violation[])[] | undefined>();

/** Replaces the guard's judge: keeps which alternative admits. */
export const judgeReader: NonNullable<Uses["judgeImporter"]> = (contract, importers, environment, isChain) => {
  const judgement = judgeImporter(contract, importers, environment, isChain);
  admissions.set(contract, judgement[0]);
  return judgement;
};

/**
 * Creates the implementation of `env<C>()` for a contracted module. Its sidecar calls this after the contract has
 * admitted.
 *
 * @param key - The contract's key.
 * @param hide - {@link hide}, when the contract has secrets.
 * @returns Gives the frozen variables of the admitting alternative. If the module is evaluated again, those of the new
 * verdict.
 */
export function values(key: string, hide?: (value: unknown) => unknown): () => object {
  let judged: JudgedContract | undefined;
  let read: object = {};
  const readAll = () => {
    const contract = contractOf<JudgedContract>(key);
    const verdicts = admissions.get(contract) ?? contract.environment;
    const admitting = verdicts?.findIndex(({ length }) => !length) ?? -1;
    // A copy of the module that was evaluated later has its own sidecar.
    const isOfOther = judged && contract.alternatives !== judged.alternatives;
    if (contract === judged || isOfOther || admitting < 0) return read;
    judged = contract;
    const entries: [name: string, value: unknown][] = [];
    for (const { path, secret, kept } of contract.alternatives[admitting]!.conditions as readonly KeptCondition[]) {
      const name = path.slice("env.".length);
      // Without values, the reader contradicts the judge. Then the TypeError blocks the import.
      if (!kept || !Object.hasOwn(kept.values!, name)) continue;
      const value = kept.values![name];
      entries.push([name, secret ? hide!(value) : value]);
    }
    read = Object.freeze(Object.fromEntries(entries));
    return read;
  };
  readAll();
  return readAll;
}
