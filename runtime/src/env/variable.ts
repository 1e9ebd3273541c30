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

/** A condition in a prepared form, since a contract may be judged often. */
interface Prepared {
  /** The condition, with a validator that stores the value that it accepts. */
  readonly condition: Condition;
  readonly contract: Pick<Contract, "validators">;
  /** The original validators. */
  readonly of: Contract["validators"];
  /** The last value. */
  value: unknown;
}

const prepared = new WeakMap<Condition, Prepared>();

function prepare(condition: Condition, contract: Judging): Prepared {
  const known = prepared.get(condition);
  if (known?.of === contract.validators) return known;
  const { path, literals, readings = 1, optional = false } = condition;
  const admits = literals
    ? (value: unknown) => literals.includes(value as string)
    : (contract.validators[condition.is!] as (value: unknown, text: string) => boolean);
  const is = (value: unknown, text: string) => {
    const isHeld = admits(value, text);
    if (isHeld) made.value = value;
    return isHeld;
  };
  const made: Prepared = {
    condition: { path, expected: expectedOf(condition), readings, optional, is: 0 },
    contract: { validators: [is] },
    of: contract.validators,
    value: undefined,
  };
  prepared.set(condition, made);
  return made;
}

/** Judges a text with a single value, as the guard does, and passes on the value that the validator accepted. */
export const readValue: ReadVariable = (condition, name, fact, contract, keep) => {
  const judged = prepare(condition, contract);
  const finding = judgeVariable(judged.condition, name, fact, judged.contract);
  if (!finding) keep(judged.value);
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
