import type { Condition, Contract, Finding } from "../contract.js";
import type { VariablesFact } from "../facts/variables.js";
import { expectedOf, holds } from "../guard/condition.js";

/**
 * Judges an environment variable: in one of the declared readings, the converted text must satisfy the validator. This
 * is a single function, because the first call of a function costs as much as dozens of later calls. A variable that
 * holds needs no allocation.
 *
 * @param condition - The condition. Without `readings`, the text is a string.
 * @param name - The variable's name.
 * @param fact - The environment. A value that is not a string counts as not set, such as that of a variable named
 * `constructor`. Texts are never kept, logged or thrown.
 * @param contract - The contract that the condition belongs to, with its validators.
 * @returns The violation, if any. If the text cannot be converted, the hint says so (`"a decimal number"`). Otherwise
 * it says what the contract expects.
 */
export function judgeVariable(
  condition: Condition,
  name: string,
  fact: VariablesFact,
  contract: Pick<Contract, "validators">,
): Finding | undefined {
  // In Deno, only asking whether there is one throws where the program may not read it.
  const text = (fact[0][name] ?? Object.hasOwn(fact[0], name)) as string;
  // Only strings have `trim`.
  if (!text.trim) return { kind: "missing", hint: fact[1] };
  // Flags of `Reading` as plain numbers, because every bundle would have their names.
  const { readings = 1 } = condition;
  // Optional minus, digits, optional fraction: no exponent, no hexadecimal, no spaces, no `Infinity`.
  const isNumeral = readings & 6 && /^-?\d+(\.\d+)?$/.test(text);
  const isInteger = isNumeral && !text.includes(".");
  let value: number | boolean;
  try {
    // Comparisons, because a method that searches a text or a list takes longer than all of them.
    // biome-ignore-start lint/suspicious/noAssignInExpressions: statements of their own would be in every bundle.
    if (
      (readings & 1 && holds(condition, text, contract, text)) ||
      // `Infinity * 0` is not 0, so a numeral that is too large for a number is refused.
      (readings & 2 && isNumeral && (value = +text) * 0 === 0 && holds(condition, value, contract, text)) ||
      (readings & 4 && isInteger && holds(condition, BigInt(text), contract, text)) ||
      (readings & 8 &&
        ((value = text === "true" || text === "1") || text === "false" || text === "0") &&
        holds(condition, value, contract, text))
    )
      return undefined;
    // biome-ignore-end lint/suspicious/noAssignInExpressions: as above.
  } catch (error) {
    // An integer too long for BigInt does not hold. A missing validator means a damaged sidecar.
    if (/^Ty/.test(error as string)) throw error;
  }
  // For an optional variable, empty text counts as absent. With several readings, none of them alone describes the
  // expected text.
  const kind = text || !condition.optional ? "invalid" : "missing";
  return {
    kind,
    hint: text
      ? `set, but not ${!isNumeral && readings === 2 ? "a decimal number" : !isInteger && readings === 4 ? "an integer" : expectedOf(condition)}`
      : "set, but empty",
  };
}
