import type { ModuleShape, Parameters } from "../contract.js";
import { quote } from "../env/shape.js";

const counted = (count: number) => `${count} parameter${count === 1 ? "" : "s"}`;

/** `2 parameters`, `1 to 2 parameters`; `undefined` for any number of them. */
export function parametersText([least, most]: Parameters): string | undefined {
  if (most === null) return least ? `${least} or more parameters` : undefined;
  if (least !== most) return least ? `${least} to ${counted(most)}` : `at most ${counted(most)}`;
  return most ? counted(most) : "no parameters";
}

/** What a function is, with its parameters. */
export function functionText(parameters: Parameters | undefined): string {
  const text = parameters && parametersText(parameters);
  return text ? `a function with ${text}` : "a function";
}

/** What a class is, with the parameters of its constructor. */
export function classText(parameters: Parameters | undefined, base?: string): string {
  const text = parameters && parametersText(parameters);
  const extending = base === undefined ? "" : ` that extends ${base}`;
  return `a class${extending}${text ? `${extending && ","} whose constructor has ${text}` : ""}`;
}

const NAMES: Readonly<Record<string, string>> = {
  any: "anything",
  something: "an object or a function",
  symbol: "a symbol",
  undefined: "undefined",
  bigint: "a bigint",
  list: "a list",
  object: "an object",
};

/** What a shape asks for, in words. */
export function wordsOf(shape: ModuleShape, shapes: readonly ModuleShape[]): string {
  switch (shape.kind) {
    case "string":
    case "number":
    case "boolean":
      return shape.expected;
    case "literal":
      return shape.values.map(quote).join(" | ") || "nothing";
    case "bigint":
      return shape.values?.map((value) => `${value}n`).join(" | ") ?? NAMES.bigint!;
    case "tuple": {
      const { of, least = of.length, rest } = shape;
      if (rest) return `a list of ${least} or more`;
      return least === of.length ? `a list of ${least}` : `a list of ${least} to ${of.length}`;
    }
    case "union":
      return [...new Set(shape.of.map((each) => wordsOf(each, shapes)))].join(" | ");
    case "ref":
      return wordsOf(shapes[shape.to]!, shapes);
    case "function":
      return functionText(shape.parameters);
    case "class":
      return classText(shape.parameters, shape.base?.name);
    case "instance":
      return `${/^[AEIOU]/.test(shape.of) ? "an" : "a"} ${shape.of}`;
    default:
      return NAMES[shape.kind]!;
  }
}

/** Whether a function is a class. Only its text shows that. */
export const isClass = (value: object): boolean => /^class\b/.test(Function.prototype.toString.call(value));

/** Whether a value is a constructor. Does not run it. */
export function isConstructible(value: unknown): value is abstract new (...values: never[]) => object {
  if (typeof value !== "function") return false;
  try {
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
}

/** Whether a value is an array. `Array.isArray` throws for a revoked proxy. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** The kind of a value, without any part of it. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "object") return isList(value) ? "a list" : "an object";
  return typeof value === "function" && isClass(value) ? "a class" : `a ${typeof value}`;
}

/** The exports that a module must have, in words: `{ Pool: a class; connect?: a function }`. */
export function exportsText(shapes: readonly ModuleShape[]): string {
  let [root] = shapes;
  while (root?.kind === "ref") root = shapes[root.to];
  if (root?.kind !== "object") return root ? wordsOf(root, shapes) : "anything";
  const members = root.members.map(
    ({ name, shape, optional }) => `${name}${optional ? "?" : ""}: ${wordsOf(shape, shapes)}`,
  );
  return members.length ? `{ ${members.join("; ")} }` : "an object";
}
