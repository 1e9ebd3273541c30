import { expectedOf, holds, missing } from "./condition.js";
import type { Condition, Finding, Validator } from "./contract.js";
import { type Facts, notSet } from "./facts.js";

// Optional minus, digits, optional fraction: no exponent, no hexadecimal, no spaces, no `Infinity`.
const NUMERAL = /^-?\d+(\.\d+)?$/;

/**
 * Judges an environment variable: its text must be readable in one of the declared ways such that the validator holds.
 * One function, since the first call of each costs as much as dozens of later ones.
 *
 * @param condition - The condition; its `readings` are those of a string when absent.
 * @param name - The variable's name.
 * @param variables - The environment. A value that is no text counts as not set; a text is never kept, logged or thrown.
 * @param validators - Those of the contract that the condition belongs to.
 * @returns What is wrong, if anything. Where already the kind of text is wrong, the hint names that
 * (`"a decimal number"`), otherwise what the contract expects.
 */
export function judgeVariable(
  condition: Condition,
  name: string,
  variables: Facts["env"],
  validators: readonly Validator[],
): Finding | undefined {
  // `constructor` is a variable's name, too.
  const text = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (typeof text !== "string") return missing(notSet);
  // Flags of `Reading`, by their numbers: its names would be in every bundle.
  const { readings = 1 } = condition;
  const [numeral, fraction] = (readings & 6 && NUMERAL.exec(text)) || [];
  try {
    if (readings & 1 && holds(condition, text, validators)) return undefined;
    // A numeral beyond the range of numbers is none.
    if (readings & 2 && numeral && Math.abs(+text) < Infinity && holds(condition, +text, validators)) return undefined;
    if (readings & 4 && numeral && !fraction && holds(condition, BigInt(text), validators)) return undefined;
    if (
      readings & 8 &&
      ["true", "false", "1", "0"].includes(text) &&
      holds(condition, "t1".includes(text[0]!), validators)
    )
      return undefined;
  } catch {
    // An integer too long for BigInt, or a tag of the author's own that throws. What was thrown may hold the value.
  }
  // Where there are several ways to read it, none of them says what the text should have been.
  const isNoNumber = readings === 2 && !numeral;
  const isNoInteger = readings === 4 && (!numeral || fraction);
  const noun = isNoNumber ? "a decimal number" : isNoInteger ? "an integer" : expectedOf(condition);
  return { kind: "invalid", hint: `set, but ${text ? `not ${noun}` : "empty"}` };
}
