import type ts from "typescript";
import { memoize } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, walk } from "../syntax.js";
import { inTime, MOST_STEPS_OF_READERS, type Outcome, readFunction, UnknownCode } from "./evaluate.js";
import type { Callable, FindRuntime } from "./interpreter.js";
import type { CompareValidator } from "./judge.js";
import { createReaderComparer, isReader } from "./readers.js";
import { plain, readScript } from "./script.js";
import type { Shipped } from "./shipped.js";
import type { Values } from "./value.js";
import { createValues } from "./values.js";

const TEXTS = [
  ...["", " ", "a", "A", "abc", "é", "🙂", "-", "_", "0", "00", "true", "false", "null", "1e3", "0x1", "1.5", "-1.5"],
  ...["a@b.co", "http://a.b/c?d#e", "urn:a:b", "//a", "::1", "127.0.0.1", "a.b-c", "2020-02-29", "2021-02-29"],
  ...["2020-01-01T00:00:00Z", "12:00:00Z", "P1D", "/a/b", "#a", "{}", '{"a":1}', "=", "YQ==", "a".repeat(40), "\n"],
  ...["123e4567-e89b-12d3-a456-426614174000", "../a", "src/a.ts", "src/a/b.ts", "@a/b"],
];
const NUMERALS = [
  "0",
  "-0",
  "1",
  "-1",
  "2",
  "3",
  "10",
  "007",
  "1.5",
  "-1.5",
  "0.01",
  "19.99",
  "19.995",
  "255",
  "65536",
];
const LIMITS = [31n, 32n, 53n, 63n, 64n].map((bits) => 2n ** bits);

/** The texts and numbers that a function names. */
function constantsOf(typescript: TypeScript, node: ts.Node): string[] {
  const constants = new Set<string>();
  walk(typescript, node, (each) => {
    if (typescript.isBigIntLiteral(each)) constants.add(each.text.slice(0, -1));
    const text = literalOf(typescript, each);
    if (text !== undefined) constants.add(text);
  });
  return [...constants];
}

const isInteger = (text: string) => /^-?\d{1,40}$/.test(text);

/** Numerals near a number. */
function near(text: string): string[] {
  if (isInteger(text)) {
    const integer = BigInt(text);
    return [integer - 1n, integer, integer + 1n, -integer].map(String).concat(`${text}.5`);
  }
  const number = Number(text);
  return /^-?\d+\.\d+$/.test(text) ? [number - 1, number, number * 2, -number].map(String) : [];
}

const isNumeral = (text: string) => /^-?\d+(\.\d+)?$/.test(text);

/** The values that a validator is tried with: some near its own constants, and common ones. */
function probesOf(typescript: TypeScript, node: ts.Node, text: string): (readonly unknown[])[] {
  const constants = constantsOf(typescript, node);
  if (/\.(?:module|package)\b/.test(text)) {
    const names = [...constants, ...constants.map((each) => `${each}x`), "", "a", "src/a.ts", "src/db/a.ts"];
    return names.flatMap((module) => names.map((name) => [{ module, package: name }])).slice(0, 400);
  }
  const lengths = constants.flatMap((each) =>
    /^\d{1,3}$/.test(each) ? [-1, 0, 1].map((by) => Number(each) + by) : [],
  );
  const written = constants.flatMap((each) => [each, `${each}x`, `x${each}`, each.slice(0, -1)]);
  const strings = [...TEXTS, ...written, ...lengths.filter((length) => length > 0).map((length) => "a".repeat(length))];
  const judged: (readonly unknown[])[] = [...strings.map((each) => [each, each]), [true, "true"], [false, "false"]];
  // Those of numbers and bigints judge the text, too.
  const isOfNumbers = /^\(\w+, \w+\)/.test(text) || /"?number"? ===|bigint/.test(text);
  const numerals = [...NUMERALS, ...constants.flatMap(near), ...LIMITS.map(String).flatMap(near)].filter(isNumeral);
  for (const each of isOfNumbers ? numerals : NUMERALS) {
    judged.push([Number(each), each]);
    if (isInteger(each)) judged.push([BigInt(each), each]);
  }
  return judged;
}

/** The runtime's functions that validators use. */
function createRuntime(shipped: Shipped) {
  const files = memoize((file: string) => require(`importspy/dist/${file}.cjs`) as Readonly<Record<string, Callable>>);
  const functionOf = (name: string) => {
    const file = ["guard", "formats"].find((each) => name.startsWith("_") && Object.hasOwn(files(each), name));
    return file === undefined ? undefined : files(file)[name];
  };
  return (names: readonly string[], values: Values): FindRuntime =>
    (asked) => {
      const name = typeof asked === "string" ? asked : names.find((each) => shipped.isShipped(each, asked, values));
      return name === undefined || !names.includes(name) ? undefined : functionOf(name);
    };
}

/**
 * Compares validators in a bundle with the text that the build wrote: a validator must have the same words (texts,
 * numbers, patterns, names of properties), and give the same verdict on every value that both are tried with.
 *
 * @param typescript - The parser.
 * @param shipped - Tells the functions of the runtime.
 */
export function createComparer(typescript: TypeScript, shipped: Shipped): (values: Values) => CompareValidator {
  const runtimeOf = createRuntime(shipped);
  /** Parses a validator, or a reader. */
  const parse = (text: string) => {
    const script = readScript(typescript, "validator.js", `(${text});`);
    const [statement] = script?.file.statements ?? [];
    if (!script || !statement || !typescript.isExpressionStatement(statement)) return undefined;
    const values = createValues(typescript, [script], () => undefined);
    const node = plain(typescript, statement.expression);
    const names: string[] = [];
    walk(typescript, node, (each) => {
      if (typescript.isIdentifier(each) && each.text.startsWith("_") && !script.lookup(each)) names.push(each.text);
    });
    return { node, values, names };
  };

  /** Whether a function of a bundle does what one of the build does, as far as both are tried. */
  type Agree = (theirs: ts.Expression, values: Values) => boolean;

  const validatorOf = (text: string, { node, values, names }: NonNullable<ReturnType<typeof parse>>): Agree => {
    const probes = probesOf(typescript, node, text);
    const judge = readFunction(typescript, node, values, runtimeOf(names, values));
    const outcomes = memoize((probe: readonly unknown[]): Outcome => judge(probe));
    return (theirs, theirValues) => {
      const other = readFunction(typescript, theirs, theirValues, runtimeOf(names, theirValues));
      return probes.every((probe) => outcomes(probe) === other(probe));
    };
  };

  const readerOf = ({ node, values }: NonNullable<ReturnType<typeof parse>>): Agree => {
    const find = () => undefined;
    const judge = readFunction(typescript, node, values, find, MOST_STEPS_OF_READERS);
    const isLike = createReaderComparer(typescript, node, judge);
    return (theirs, theirValues) => isLike(readFunction(typescript, theirs, theirValues, find, MOST_STEPS_OF_READERS));
  };

  const read = memoize((text: string) => {
    const parsed = parse(text);
    return parsed && { ...parsed, agree: isReader(text) ? readerOf(parsed) : validatorOf(text, parsed) };
  });

  return (values) => (text, theirs) => {
    const ours = read(text);
    const value = values.valueOf(theirs);
    if (!ours || !value) return "unknown";
    if (typescript.isIdentifier(ours.node)) {
      if (value.kind === "external") return value.name === ours.node.text ? "same" : "different";
      const { text: name } = ours.node;
      const functions = value.kind === "any" ? value.values : [value];
      const isOurs = functions.every((each) => each.kind === "function" && shipped.isShipped(name, each.node, values));
      return isOurs ? "same" : "different";
    }
    if (value.kind === "call" || value.kind === "parameter") return "unknown";
    const theirFunction = value.kind === "function" ? value.node : undefined;
    if (!theirFunction || !shipped.hasSameWords(ours.node, ours.values, ours.names, theirFunction, values))
      return "different";
    try {
      return inTime(() => ours.agree(theirs, values)) ? "same" : "different";
    } catch (error) {
      if (error instanceof UnknownCode) return "unknown";
      throw error;
    }
  };
}
