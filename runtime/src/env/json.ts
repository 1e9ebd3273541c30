import type { Finding } from "../contract.js";
import { judgeVariable } from "./judge.js";
import { findMistakes } from "./shape.js";
import type { Keep, ReadVariable } from "./variable.js";

/** Freezes all of a value. Not by recursion: what is nested deeply is parsed, too. */
function deepFreeze(root: unknown): void {
  const left = [root];
  while (left.length) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    // A copy by `Object.assign` would get another prototype.
    Reflect.deleteProperty(value, "__proto__");
    for (const each of Object.values(Object.freeze(value))) left.push(each);
  }
}

/** `undefined` where the text is not JSON: what the parser says may hold a part of the text. */
function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** More places than these are counted. */
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

/** Judges a text that is JSON. What violations name is a place in it, and never a value. */
export const readJson: ReadVariable = (condition, name, fact, contract, keep) => {
  const [variables] = fact;
  const text = Object.hasOwn(variables, name) ? variables[name] : undefined;
  // Says that it is not set.
  if (typeof text !== "string") return judgeVariable(condition, name, fact, contract);
  if (!text.trim()) return { kind: condition.optional ? "missing" : "invalid", hint: "set, but empty" };
  try {
    return findMistake(text, name, contract, condition, keep);
  } catch (error) {
    // The stack is full; of what is wrong with a validator, the text is not to be trusted.
    return {
      kind: "invalid",
      hint: error instanceof RangeError ? "set, but nested too deeply" : "set, but cannot be judged",
    };
  }
};
