/**
 * Generates the function that reads all variables of an alternative. It says only yes or no: after a no, the runtime
 * judges one variable after the other, and explains.
 *
 * ```
 * (env, is, v, t, n) =>
 *   "string" === typeof (t = env.KEY) && is[0](t, t) && ((v.KEY = t), true) &&
 *   ("string" !== typeof (t = env.PORT ?? Object.hasOwn(env, "PORT")) ||
 *     (/^-?\d+(\.\d+)?$/.test(t) && (n = +t) * 0 === 0 && is[1](n, t) && ((v.PORT = n), true)) || !t)
 * ```
 *
 * `env` has the variables, `is` the contract's validators, and `v` receives the values; `t` and `n` are variables. It
 * follows the rules of `judgeVariable` in the runtime's `env/judge.ts`, which has the reasons.
 *
 * @module
 */
import { type Alternative, type Condition, Reading } from "importspy/dist/contract.cjs";

/** A validator that admits every value. */
const ADMITS_ALL = "(input) => true";

const NAME = /^[A-Za-z_$][\w$]*$/;
const memberOf = (object: string, name: string) =>
  NAME.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;

/** How the text `t` is read in one way: the tests, and the value. */
function readingsOf(
  { readings = Reading.string, literals, is }: Condition,
  validators: readonly string[],
): readonly (readonly [tests: readonly string[], value: string])[] {
  const tests = (value: string) => (validators[is!] === ADMITS_ALL ? [] : [`is[${is}](${value}, t)`]);
  const isOneOf = literals?.map((literal) => `t === ${JSON.stringify(literal)}`).join(" || ");
  const ways = [
    [Reading.string, isOneOf === undefined ? tests("t") : [`(${isOneOf})`], "t"],
    [Reading.number, ["/^-?\\d+(\\.\\d+)?$/.test(t)", "(n = +t) * 0 === 0", ...tests("n")], "n"],
    [Reading.bigint, ["/^-?\\d+$/.test(t)", "((n = BigInt(t)), true)", ...tests("n")], "n"],
    [Reading.boolean, ['((n = t === "1" || t === "true") || t === "0" || t === "false")', ...tests("n")], "n"],
  ] as const;
  return ways.filter(([flag]) => readings & flag).map(([, all, value]) => [all, value] as const);
}

/** The value of a default, as JavaScript. It is of the only way in which the text is read. */
function defaultOf(text: string, readings: number): string {
  const quoted = JSON.stringify(text);
  switch (readings) {
    case Reading.number:
      // A bundler folds `+"3000"`, and then it has other words.
      return Object.is(Number(text), -0) ? "-0" : String(Number(text));
    case Reading.bigint:
      return `BigInt(${quoted})`;
    case Reading.boolean:
      return String(text === "1" || text === "true");
    default:
      return quoted;
  }
}

function termOf(condition: Condition, validators: readonly string[]): string {
  const { path, optional, readings = Reading.string, default: fallback } = condition;
  const name = path.slice("env.".length);
  const variable = memberOf("env", name);
  const keep = (value: string) => `((${memberOf("v", name)} = ${value}), true)`;
  const ways = readingsOf(condition, validators).map(([tests, value]) => [...tests, keep(value)].join(" && "));
  const read = ways.length > 1 ? `(${ways.map((way) => `(${way})`).join(" || ")})` : ways[0]!;
  if (!optional) return `"string" === typeof (t = ${variable}) && ${read}`;
  const text = `t = ${variable} ?? Object.hasOwn(env, ${JSON.stringify(name)})`;
  if (fallback === undefined) return `("string" !== typeof (${text}) || (${read}) || !t)`;
  const isMissing = '("string" !== typeof t || !t)';
  return `(("string" === typeof (${text}) && ${read}) || (${isMissing} && ${keep(defaultOf(fallback, readings))}))`;
}

/** Whether a variable can be read by a reader: one text, one value. */
function isPlain(condition: Condition): boolean {
  const { path, list, json, readings = Reading.string, default: fallback } = condition;
  const isOfOneKind = Object.values(Reading).includes(readings as 1);
  // `v.__proto__ = value` would not make a property.
  return !list && !json && (fallback === undefined || isOfOneKind) && path !== "env.__proto__";
}

/**
 * Generates the readers of a contract.
 *
 * @param alternatives - Its alternatives.
 * @param validators - Its validators, as JavaScript.
 * @returns The reader of each alternative, as JavaScript on one line; absent for one without variables. `undefined` when
 * an alternative has a variable that no reader can read: a list or JSON.
 */
export function createReaders(
  alternatives: readonly Alternative[],
  validators: readonly string[],
): readonly (string | undefined)[] | undefined {
  const variables = alternatives.map(({ conditions }) => conditions.filter(({ path }) => path.startsWith("env.")));
  // Behind a validator of several lines, a sidecar cannot be split into functions without running it.
  const isSplit = validators.every((text) => !text.includes("\n"));
  if (!isSplit || !variables.flat().every(isPlain)) return undefined;
  return variables.map((all) =>
    all.length ? `(env, is, v, t, n) => ${all.map((each) => termOf(each, validators)).join(" && ")}` : undefined,
  );
}
