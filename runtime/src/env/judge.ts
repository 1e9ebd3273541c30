import type { Condition, Contract, Finding } from "../contract.js";
import type { VariablesFact } from "../facts/variables.js";
import { expectedOf, holds } from "../guard/condition.js";

// Optional minus, digits, optional fraction: no exponent, no hexadecimal, no spaces, no `Infinity`.
const NUMERAL = /^-?\d+(\.\d+)?$/;

/**
 * Judges an environment variable: its text must be readable in one of the declared ways such that the validator holds.
 * One function, since the first call of each costs as much as dozens of later ones. Nothing is allocated for a variable
 * that holds.
 *
 * @param condition - The condition; its `readings` are those of a string when absent.
 * @param name - The variable's name.
 * @param fact - The environment. A value that is not a text counts as not set; a text is never kept, logged or thrown.
 * @param contract - The contract that the condition belongs to, with its validators.
 * @returns What is wrong, if anything. Where already the kind of text is wrong, the hint names that
 * (`"a decimal number"`), otherwise what the contract expects.
 */
export function judgeVariable(
  condition: Condition,
  name: string,
  fact: VariablesFact,
  contract: Pick<Contract, "validators">,
): Finding | undefined {
  // `constructor` is a variable's name, too.
  const text = Object.hasOwn(fact[0], name) && fact[0][name];
  if (typeof text !== "string") return { kind: "missing", hint: fact[1] };
  // Flags of `Reading`, by their numbers: its names would be in every bundle.
  const { readings = 1 } = condition;
  const isNumeral = readings & 6 && NUMERAL.test(text);
  const isInteger = isNumeral && !text.includes(".");
  try {
    if (
      (readings & 1 && holds(condition, text, contract, text)) ||
      // A numeral beyond the range of numbers is none: infinity less infinity is not 0.
      (readings & 2 && isNumeral && +text - +text === 0 && holds(condition, +text, contract, text)) ||
      (readings & 4 && isInteger && holds(condition, BigInt(text), contract, text)) ||
      (readings & 8 && /^(true|false|0|1)$/.test(text) && holds(condition, "1t".includes(text[0]!), contract, text))
    )
      return undefined;
  } catch {
    // An integer too long for BigInt, or a sidecar that is damaged.
  }
  // Where there are several ways to read it, none of them says what the text should have been.
  const isNoNumber = readings === 2 && !isNumeral;
  const isNoInteger = readings === 4 && !isInteger;
  const noun = isNoNumber ? "a decimal number" : isNoInteger ? "an integer" : expectedOf(condition);
  // An empty text counts as absent where the variable may be that.
  const kind = text || !condition.optional ? "invalid" : "missing";
  return { kind, hint: text ? `set, but not ${noun}` : "set, but empty" };
}
