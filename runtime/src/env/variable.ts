import type { Condition, Contract, Finding } from "../contract.js";
import type { VariablesFact } from "../facts/variables.js";
import { expectedOf, holds } from "../guard/condition.js";
import { judgeVariable } from "./judge.js";

/** Takes what a variable was read as. */
export type Keep = (condition: Condition, value: unknown) => void;

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

/** A condition with a validator that notes what it holds for. */
interface Noting {
  readonly condition: Condition;
  readonly contract: Pick<Contract, "validators">;
  /** The validators that it was made of. */
  readonly of: Contract["validators"];
  value: unknown;
}

/** Made once for each condition: a contract may be judged often. */
const notings = new WeakMap<Condition, Noting>();

function notingOf(condition: Condition, contract: Judging): Noting {
  const known = notings.get(condition);
  if (known?.of === contract.validators) return known;
  const is = (value: unknown, text: string) => {
    const isHeld = holds(condition, value, contract, text);
    if (isHeld) noting.value = value;
    return isHeld;
  };
  const { path, readings = 1, optional = false } = condition;
  const noting: Noting = {
    condition: { path, expected: expectedOf(condition), readings, optional, is: 0 },
    contract: { validators: [is] },
    of: contract.validators,
    value: undefined,
  };
  notings.set(condition, noting);
  return noting;
}

/** Judges a text that is one value, as the guard does, and keeps what the validator held for. */
export const readValue: ReadVariable = (condition, name, fact, contract, keep) => {
  const noting = notingOf(condition, contract);
  const finding = judgeVariable(noting.condition, name, fact, noting.contract);
  if (!finding) keep(condition, noting.value);
  noting.value = undefined;
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
