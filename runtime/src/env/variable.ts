import type { Condition, Contract, Finding } from "../contract.js";
import type { VariablesFact } from "../facts/variables.js";
import { expectedOf } from "../guard/condition.js";
import { judgeVariable } from "./judge.js";

/** Takes what a variable was read as. */
export type Keep = (value: unknown) => void;

/** What the judges of variables need of a contract. */
export type Judging = Pick<Contract, "validators" | "uses">;

/**
 * Judges a variable and keeps its value. {@link readList} and {@link readJson} do so for other kinds of text; contracts
 * without those do without them.
 */
export type ReadVariable = (
  condition: Condition,
  name: string,
  fact: VariablesFact,
  contract: Judging,
  keep: Keep,
) => Finding | undefined;

/** What is remembered of a variable: its condition, made ready once, since a contract may be judged often, and its value. */
export interface Memory {
  /** The condition, with a validator that notes what it holds for. */
  readonly condition: Condition;
  readonly contract: Pick<Contract, "validators">;
  /** The validators that it was made of. */
  readonly of: Contract["validators"];
  /** The text is one value, and nothing stands in where it is not set. */
  readonly isPlain: boolean;
  /** What the text was read as the last time that there was a value. */
  value: unknown;
  /** Whether there was one when the contract was judged last. */
  isRead: boolean;
}

const memories = new WeakMap<Condition, Memory>();

/** What is remembered of a variable that was judged. */
export const recall = (condition: Condition): Memory | undefined => memories.get(condition);

/** The same, made where nothing is remembered. */
export function memoryOf(condition: Condition, contract: Judging): Memory {
  const known = recall(condition);
  if (known?.of === contract.validators) return known;
  const { path, literals, readings = 1, optional = false, list, json, default: fallback } = condition;
  const admits = literals
    ? (value: unknown) => literals.includes(value as string)
    : (contract.validators[condition.is!] as (value: unknown, text: string) => boolean);
  const is = (value: unknown, text: string) => {
    const isHeld = admits(value, text);
    if (isHeld) memory.value = value;
    return isHeld;
  };
  const memory: Memory = {
    condition: { path, expected: expectedOf(condition), readings, optional, is: 0 },
    contract: { validators: [is] },
    of: contract.validators,
    isPlain: !list && !json && fallback === undefined,
    value: undefined,
    isRead: false,
  };
  memories.set(condition, memory);
  return memory;
}

/** Judges a text that is one value, as the guard does, and keeps what the validator held for. */
export const readValue: ReadVariable = (condition, name, fact, contract, keep) => {
  const memory = memoryOf(condition, contract);
  const finding = judgeVariable(memory.condition, name, fact, memory.contract);
  if (!finding) keep(memory.value);
  return finding;
};

/**
 * Judges a variable by its condition, with the default where it is not set.
 *
 * @param condition - The condition.
 * @param name - The variable's name.
 * @param fact - The environment.
 * @param contract - The contract, with its validators and what it uses.
 * @param keep - Takes the value, when there is one.
 */
export const readVariable: ReadVariable = (condition, name, fact, contract, keep) => {
  const { list, json, default: fallback } = condition;
  const read = (json ? contract.uses.json : list ? contract.uses.list : readValue) as ReadVariable;
  const finding = read(condition, name, fact, contract, keep);
  return finding?.kind === "missing" && fallback !== undefined
    ? read(condition, name, [{ [name]: fallback }, fact[1]], contract, keep)
    : finding;
};
