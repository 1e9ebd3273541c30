import type { Condition } from "../contract.js";
import { expectedOf } from "../guard/condition.js";
import { judgeVariable } from "./judge.js";
import { type ReadVariable, readValue } from "./variable.js";

/** Judges a text that is a list: `"a, b"`. Empty text is the empty list. */
export const readList: ReadVariable = (condition, name, fact, contract, keep) => {
  const [variables] = fact;
  const text = Object.hasOwn(variables, name) ? variables[name] : undefined;
  // Reports that the variable is not set.
  if (typeof text !== "string") return judgeVariable(condition, name, fact, contract);
  const { separator, ...item } = condition.list!;
  const values: unknown[] = [];
  for (const [index, part] of (text.trim() ? text.split(separator) : []).entries()) {
    const each: Condition = { path: `${condition.path}[${index}]`, ...item };
    const trimmed = part.trim();
    const finding = trimmed
      ? readValue(each, name, [{ [name]: trimmed }, fact[1]], contract, (value) => values.push(value))
      : { kind: "invalid" as const, hint: "an empty item" };
    if (finding) return { ...finding, path: each.path, expected: expectedOf(each) };
  }
  keep(Object.freeze(values));
  return undefined;
};
