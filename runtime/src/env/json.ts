import type { Finding } from "../contract.js";
import { judgeVariable } from "./judge.js";
import { findMistakes } from "./shape.js";
import type { Keep, ReadVariable } from "./variable.js";

/** Freezes a value and everything inside. Without recursion, because JSON may be nested deeply. */
function deepFreeze(root: unknown): void {
  const left = [root];
  while (left.length) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    // `Object.assign` of such an object would change the prototype of the copy.
    Reflect.deleteProperty(value, "__proto__");
    for (const each of Object.values(Object.freeze(value))) left.push(each);
  }
}

/** `undefined` for invalid JSON. The parser's message is dropped, because it may contain a part of the text. */
function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Places listed by name; more are only counted. */
const MOST_PLACES = 5;

function findMistake(
  text: string,
  name: string,
  contract: Parameters<ReadVariable>[3],
  condition: Parameters<ReadVariable>[0],
  keep: Keep,
): Finding | undefined {
  const parsed = parse(text);
  if (!parsed) return { kind: "invalid", hint: "set, but not JSON" };
  const [first, ...others] = findMistakes(parsed.value, condition.json!, contract.validators);
  if (!first) {
    deepFreeze(parsed.value);
    keep(parsed.value);
    return undefined;
  }
  const places = others.slice(0, MOST_PLACES).map(({ place, expected }) => `${name}${place} (expected ${expected})`);
  const more = others.length > MOST_PLACES ? [`${others.length - MOST_PLACES} other places`] : [];
  const also = others.length ? `; also wrong: ${[...places, ...more].join(", ")}` : "";
  return {
    kind: "invalid",
    path: `${condition.path}${first.place}`,
    expected: first.expected,
    hint: first.hint + also,
  };
}

/** Judges a text that is JSON. Violations name a place in it, never a value. */
export const readJson: ReadVariable = (condition, name, fact, contract, keep) => {
  const [variables] = fact;
  const text = Object.hasOwn(variables, name) ? variables[name] : undefined;
  // Reports that the variable is not set.
  if (typeof text !== "string") return judgeVariable(condition, name, fact, contract);
  if (!text.trim()) return { kind: condition.optional ? "missing" : "invalid", hint: "set, but empty" };
  try {
    return findMistake(text, name, contract, condition, keep);
  } catch (error) {
    // The stack overflowed, or a validator failed. The error's message is dropped, because it may contain a part of the
    // text.
    return {
      kind: "invalid",
      hint: error instanceof RangeError ? "set, but nested too deeply" : "set, but cannot be judged",
    };
  }
};
