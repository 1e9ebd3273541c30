import type { Condition, Contract, Finding } from "../contract.js";
import type { VariablesFact } from "../facts/variables.js";
import { holds } from "../guard/condition.js";
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

/** Judges a text that is one value, as the guard does, and keeps what the validator held for. */
export const readValue: ReadVariable = (condition, name, fact, contract, keep) => {
  const { path, expected, literals, readings = 1, optional = false } = condition;
  if (literals) {
    const finding = judgeVariable(condition, name, fact, contract);
    // Literals are texts.
    if (!finding) keep(fact[0][name]);
    return finding;
  }
  const is = (value: unknown, text: string) => {
    const isHeld = holds(condition, value, contract, text);
    if (isHeld) keep(value);
    return isHeld;
  };
  return judgeVariable({ path, expected: expected!, readings, optional, is: 0 }, name, fact, { validators: [is] });
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
