/**
 * Everything that interpreted code can do: operators, functions and methods without side effects. Each one works as in
 * JavaScript. Values are strings, numbers and other primitives, lists of them, and what `JSON.parse` returns. Functions
 * and inherited properties are never values.
 *
 * @module
 */

/** Code that the interpreter does not support: its result is unknown without running it. */
export class UnknownCode extends Error {}

/** A function that code may call. */
export type Callable = (...values: never[]) => unknown;

/** Operators by precedence, lowest first. */
export const OPERATORS: readonly Readonly<Record<string, Callable>>[] = [
  { "||": (left: unknown, right: unknown) => left || right },
  { "&&": (left: unknown, right: unknown) => left && right },
  {
    "===": (left: unknown, right: unknown) => left === right,
    "!==": (left: unknown, right: unknown) => left !== right,
    // biome-ignore lint/suspicious/noDoubleEquals: code may have it.
    "==": (left: unknown, right: unknown) => left == right,
    // biome-ignore lint/suspicious/noDoubleEquals: code may have it.
    "!=": (left: unknown, right: unknown) => left != right,
  },
  {
    "<": (left: number, right: number) => left < right,
    "<=": (left: number, right: number) => left <= right,
    ">": (left: number, right: number) => left > right,
    ">=": (left: number, right: number) => left >= right,
  },
  {
    "+": (left: number, right: number) => made(left + right),
    "-": (left: number, right: number) => left - right,
  },
  {
    "*": (left: number, right: number) => left * right,
    "/": (left: number, right: number) => left / right,
    "%": (left: number, right: number) => left % right,
  },
];

/** Unary operators. */
export const UNARY: Readonly<Record<string, Callable>> = {
  "!": (value: unknown) => !value,
  "-": (value: number) => -value,
  "+": (value: unknown) => +(value as number),
  typeof: (value: unknown) => typeof value,
};

/** Global functions that code may call. */
export const GLOBALS: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ["Number", Number],
  ["String", String],
  ["Boolean", Boolean],
  ["BigInt", BigInt],
  ["parseInt", parseInt],
  ["parseFloat", parseFloat],
  ["isNaN", (value: number) => Number.isNaN(+value)],
  ["isFinite", (value: number) => Number.isFinite(+value)],
  ["Array.isArray", Array.isArray],
  ["Object.is", Object.is],
  ["Object.hasOwn", Object.hasOwn],
  ["Date.parse", Date.parse],
  ["JSON.parse", (text: string) => JSON.parse(text)],
  ["URL.canParse", (url: string, base?: string) => URL.canParse(url, base)],
  ...(["isInteger", "isSafeInteger", "isFinite", "isNaN", "parseInt", "parseFloat"] as const).map(
    (name) => [`Number.${name}`, Number[name]] as const,
  ),
  ...(["abs", "ceil", "floor", "round", "trunc", "sign", "sqrt", "min", "max", "log2", "log10"] as const).map(
    (name) => [`Math.${name}`, Math[name]] as const,
  ),
]);

const listOf = (names: string): ReadonlySet<string> => new Set(names.split(" "));

/** Methods that code may call, by the type of their receiver. */
const METHODS: Readonly<Record<string, ReadonlySet<string>>> = {
  string: listOf(
    "at charAt charCodeAt codePointAt concat endsWith includes indexOf isWellFormed lastIndexOf localeCompare match " +
      "normalize replace replaceAll search slice split startsWith substr substring toLowerCase toString toUpperCase " +
      "trim trimEnd trimStart valueOf",
  ),
  list: listOf(
    "at concat every filter find findIndex findLast findLastIndex includes indexOf lastIndexOf map reduce some slice",
  ),
  number: listOf("toFixed toPrecision toString valueOf"),
  bigint: listOf("toString valueOf"),
  boolean: listOf("toString valueOf"),
};

/** Methods that accept a regular expression, and methods that accept a function. */
export const TAKES_PATTERN = listOf("match replace replaceAll search split");
export const TAKES_FUNCTION = listOf("every filter find findIndex findLast findLastIndex map reduce some");

export const isMethod = (name: string): boolean => Object.values(METHODS).some((names) => names.has(name));

/** Characters and elements that one evaluation may create. Without a limit, repeated doubling would use all memory. */
const MOST = 2 ** 22;
let left = MOST;

/** Counts a created value against the limit. */
function made<Value>(value: Value): Value {
  if (typeof value === "string" || Array.isArray(value)) left -= value.length;
  if (left < 0) throw new UnknownCode("makes too much");
  return value;
}

/** Runs one evaluation with a new limit. */
export function judgement<Result>(compute: () => Result): Result {
  left = MOST;
  return compute();
}

/** `object[key]`, only for own properties. */
export function readProperty(object: unknown, key: unknown): unknown {
  if (typeof object === "string" && key === "length") return object.length;
  if (object === undefined || object === null) throw new TypeError(`${object} has no properties`);
  const owner = Object(object) as Readonly<Record<string, unknown>>;
  const name = String(key);
  if (Object.hasOwn(owner, name)) return owner[name];
  if (name in owner) throw new UnknownCode(`reads ${name}`);
  return undefined;
}

/** Refuses a replacement with `$` patterns or a function, because the size of the result is unknown. */
function checkReplacement(text: string, replacement: unknown): void {
  if (typeof replacement !== "string" || replacement.includes("$")) throw new UnknownCode("replaces by what was found");
  if ((text.length + 1) * (replacement.length + 1) > left) throw new UnknownCode("makes too much");
}

/** `object.name(...values)` */
export function callMethod(object: unknown, name: string, values: readonly unknown[]): unknown {
  const kind = Array.isArray(object) ? "list" : typeof object;
  if (Object.hasOwn(METHODS, kind) && METHODS[kind]!.has(name)) {
    if (typeof object === "string") {
      if (object.length > left) throw new UnknownCode("takes too much");
      if (name.startsWith("replace")) checkReplacement(object, values[1]);
    }
    const owner = Object(object) as Readonly<Record<string, Callable>>;
    return made(Reflect.apply(owner[name]!, object, values));
  }
  // Throws a TypeError for null and undefined, and UnknownCode for an inherited method.
  readProperty(object, name);
  throw new TypeError(`${name} is not a function`);
}

/** Evaluates a template literal. */
export function joinTexts(parts: readonly unknown[]): string {
  return parts.reduce<string>((text, part) => made(text + made(String(part))), "");
}

/** `[...value]` for strings and lists. */
export function spread(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return made(value);
  if (typeof value !== "string") throw new TypeError("not iterable");
  return made([...made(value)]);
}
