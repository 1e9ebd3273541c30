import type { Condition, Contract, Finding } from "../contract.js";
import type { VariablesFact } from "../facts/variables.js";
import { expectedOf } from "../guard/condition.js";
import { judgeVariable } from "./judge.js";

/** Receives the value of a variable. */
export type Keep = (value: unknown) => void;

/** The part of a contract that judging variables needs. */
export type Judging = Pick<Contract, "validators" | "uses">;

/**
 * Judges a variable and passes on its value. {@link readList} and {@link readJson} do it for lists and JSON; sidecars
 * import them only when the contract needs them.
 */
export type ReadVariable = (
  condition: Condition,
  name: string,
  fact: VariablesFact,
  contract: Judging,
  keep: Keep,
) => Finding | undefined;

/**
 * What is kept about a variable: its value, and its condition in a prepared form, since a contract may be judged often.
 */
export interface Memory {
  /** The condition, with a validator that stores the value it accepts. */
  readonly condition: Condition;
  readonly contract: Pick<Contract, "validators">;
  /** The original validators. */
  readonly of: Contract["validators"];
  /** The text is a single value and has no default. */
  readonly isPlain: boolean;
  /** The last value. */
  value: unknown;
  /** Whether the last judgement gave a value. */
  isRead: boolean;
}

const memories = new WeakMap<Condition, Memory>();

/** The memory of a variable that was judged. */
export const recall = (condition: Condition): Memory | undefined => memories.get(condition);

/** The memory of a variable; creates it on first use. */
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

/** Judges a text with a single value, as the guard does, and passes on the value that the validator accepted. */
export const readValue: ReadVariable = (condition, name, fact, contract, keep) => {
  const memory = memoryOf(condition, contract);
  const finding = judgeVariable(memory.condition, name, fact, memory.contract);
  if (!finding) keep(memory.value);
  return finding;
};

/**
 * Judges a variable by its condition. When it is not set, its default is judged.
 *
 * @param condition - The condition.
 * @param name - The variable's name.
 * @param fact - The environment.
 * @param contract - The contract, with its validators and the functions that it uses.
 * @param keep - Receives the value, if there is one.
 */
export const readVariable: ReadVariable = (condition, name, fact, contract, keep) => {
  const { list, json, default: fallback } = condition;
  const read = (json ? contract.uses.json : list ? contract.uses.list : readValue) as ReadVariable;
  const finding = read(condition, name, fact, contract, keep);
  return finding?.kind === "missing" && fallback !== undefined
    ? read(condition, name, [{ [name]: fallback }, fact[1]], contract, keep)
    : finding;
};
