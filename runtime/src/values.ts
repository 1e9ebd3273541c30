/**
 * What sidecars import when the variables of a contract are lists or JSON, or are read with `env<C>()`.
 *
 * @module
 */
import type { Condition, Contract, Judge, Uses, Violation } from "./contract.js";
import { judgeVariable } from "./env/judge.js";
import { memoryOf, readVariable, recall } from "./env/variable.js";
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

/** Judges a variable and keeps its value. */
const readInto = (condition: Condition, name: string, fact: VariablesFact, contract: Contract) => {
  const memory = memoryOf(condition, contract);
  const finding = memory.isPlain
    ? judgeVariable(memory.condition, name, fact, memory.contract)
    : readVariable(condition, name, fact, contract, (value) => {
        memory.value = value;
      });
  memory.isRead = !finding;
  return finding;
};

/** Created again only when the object with the variables changes. */
let fact: VariablesFact = [{}, ""];

/** Replaces the guard's judge: keeps the value of each variable, and judges lists and JSON. */
export const variables: Judge = (condition, name, contract) => {
  if (fact[0] !== nodeProcess.env) fact = readVariables();
  return readInto(condition, name, fact, contract);
};

/** As {@link variables}, but prefers the variables in the bundle to those of the process. */
export const inlinedVariables: Judge = (condition, name, contract) =>
  readInto(condition, name, withInlined(contract), contract);

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
    const { conditions } = contract.alternatives[admitting]!;
    const entries = conditions
      .filter((condition) => recall(condition)?.isRead)
      .map((condition) => {
        const { value } = recall(condition)!;
        return [condition.path.slice("env.".length), condition.secret ? hide!(value) : value] as const;
      });
    read = Object.freeze(Object.fromEntries(entries));
    return read;
  };
  readAll();
  return readAll;
}
