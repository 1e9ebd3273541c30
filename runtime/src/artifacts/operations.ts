/**
 * All that code which is read, and not run, can do: operators, functions and methods that change nothing. Each does
 * what JavaScript does, by doing it with values of the same kinds: texts, numbers, `undefined` and the like, lists of
 * them, and what `JSON.parse` returns. No function, and nothing that is inherited, is ever such a value.
 *
 * @module
 */

/** Code that is not on the lists: what it says is known only when it is run. */
export class UnknownCode extends Error {}

/** A function that code may call. */
export type Callable = (...values: never[]) => unknown;

/** Operators by how tight they bind, the loosest first. */
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

/** The operators before a value. */
export const UNARY: Readonly<Record<string, Callable>> = {
  "!": (value: unknown) => !value,
  "-": (value: number) => -value,
  "+": (value: unknown) => +(value as number),
  typeof: (value: unknown) => typeof value,
};

/** The functions of JavaScript that code may call. */
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

/** The methods that code may call, by the kind of their value. */
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

/** Methods that take a pattern, and those that take a function. */
export const TAKES_PATTERN = listOf("match replace replaceAll search split");
export const TAKES_FUNCTION = listOf("every filter find findIndex findLast findLastIndex map reduce some");

export const isMethod = (name: string): boolean => Object.values(METHODS).some((names) => names.has(name));

/** Characters and elements that one judgement may make: a chain of doublings would take all memory. */
const MOST = 2 ** 22;
let left = MOST;

/** Counts what is made. */
function made<Value>(value: Value): Value {
  if (typeof value === "string" || Array.isArray(value)) left -= value.length;
  if (left < 0) throw new UnknownCode("makes too much");
  return value;
}

/** Computes a judgement, which may make so much and no more. */
export function judgement<Result>(compute: () => Result): Result {
  left = MOST;
  return compute();
}

/** `object[key]`, where it is the object's own. */
export function readProperty(object: unknown, key: unknown): unknown {
  if (typeof object === "string" && key === "length") return object.length;
  if (object === undefined || object === null) throw new TypeError(`${object} has no properties`);
  const owner = Object(object) as Readonly<Record<string, unknown>>;
  const name = String(key);
  if (Object.hasOwn(owner, name)) return owner[name];
  if (name in owner) throw new UnknownCode(`reads ${name}`);
  return undefined;
}

/** What `replace` makes is known before only where neither `$` nor a function stands for what was found. */
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
  // Throws where there is none, and where the object is none.
  readProperty(object, name);
  throw new TypeError(`${name} is not a function`);
}

/** What a template makes of texts and values. */
export function joinTexts(parts: readonly unknown[]): string {
  return parts.reduce<string>((text, part) => made(text + made(String(part))), "");
}

/** `[...value]`: of texts and lists. */
export function spread(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return made(value);
  if (typeof value !== "string") throw new TypeError("not iterable");
  return made([...made(value)]);
}
