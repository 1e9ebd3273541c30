import type { Condition } from "./contract.js";

/**
 * What a union of string literals expects, and its validator.
 *
 * @param values - The literals.
 * @returns The members of a condition.
 * @example
 * ```ts
 * const condition = { path: "os", ...oneOf("linux", "darwin") };
 * ```
 */
export function oneOf(...values: readonly unknown[]): Pick<Condition, "expected" | "is"> {
  return {
    expected: values.map((value) => JSON.stringify(value)).join(" | "),
    is: (value) => values.includes(value),
  };
}
