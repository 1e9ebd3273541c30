import type ts from "typescript";
import { bind, isDynamicImport, type TypeScript, unwrap } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";
import { type Call, createNames, type Names } from "./assigned.js";
import type { Constant } from "./constants.js";
import { createFlow, type Flow } from "./flow.js";
import type { Thing } from "./thing.js";
import { createThings, type Things } from "./things.js";

/** A call that loads a module. */
export interface Load {
  readonly node: Call;
  readonly form: "import()" | "require" | "worker";
  /** The expression that says which module: each of the two in `import(a ? "./b.js" : "./c.js")`. */
  readonly specifier: ts.Expression;
  /** The argument of the call that it is, or is a part of; absent where it stands elsewhere. */
  readonly argument?: ts.Expression;
  /** What it may be, as far as that is written out. */
  readonly texts: readonly Constant[];
  /** It can be nothing else. */
  readonly isClosed: boolean;
  /** The file that a relative specifier is relative to. */
  readonly from: string;
  /** It is the `require` that Node.js gives to CommonJS modules, and no other one. */
  readonly isOwnRequire: boolean;
}

/** What is known about the values of a file. */
export interface FileValues extends Things {
  readonly names: Names;
  readonly flow: Flow;
}

/**
 * Reads a file's names and values off its syntax.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param options - The program's options.
 */
export function readValues(typescript: TypeScript, file: ts.SourceFile, options: ts.CompilerOptions): FileValues {
  const names = createNames(typescript, file, bind(typescript, file, options));
  const flow = createFlow(typescript, names);
  return { names, flow, ...createThings(typescript, file, names, flow) };
}

/** Text without which a file loads nothing by a call. */
const LOADING = /require|\bimport\s*(?:[(/]|\.\s*defer)|getBuiltinModule|Worker\b/i;

/** The argument that says which module a call of a thing loads. */
function specifierOf(
  typescript: TypeScript,
  { flow, thingsOf }: FileValues,
  { name, bound = [] }: Thing,
  given: readonly ts.Expression[],
): ts.Expression | undefined {
  const [first, second, third] = given;
  const firstOf = (list: ts.Expression | undefined) => {
    const [source] = list ? flow.sourcesOf(list) : [];
    const node = source && !source.members.length ? source.node : undefined;
    return node && typescript.isArrayLiteralExpression(node) ? node.elements[0] : undefined;
  };
  if (name === "require") return bound[0] ?? first;
  if (name === "require.call") return bound[0] ?? second;
  if (name === "require.apply") return bound[0] ?? firstOf(second);
  const isReflected = name === "Reflect.apply" && first && thingsOf(first).some((each) => each.name === "require");
  return isReflected ? firstOf(third) : undefined;
}

/** `a ? b : c` → `b`, `c` */
export function choicesOf(typescript: TypeScript, expression: ts.Expression): ts.Expression[] {
  const node = unwrap(typescript, expression);
  if (!typescript.isConditionalExpression(node)) return [expression];
  return [node.whenTrue, node.whenFalse].flatMap((each) => choicesOf(typescript, each));
}

const WORKERS = new Set(["Worker", "SharedWorker", "node:worker_threads.Worker"]);

/**
 * Finds the calls of a file that load a module: `import()`, `require()` by whatever name and from wherever it comes,
 * and workers.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param values - What is known about its values; asked for when they matter.
 * @returns In the order of the file.
 */
export function findLoads(typescript: TypeScript, file: ts.SourceFile, values: () => FileValues): readonly Load[] {
  if (!LOADING.test(file.text)) return [];
  const loads: Load[] = [];
  const add = (node: Call, form: Load["form"], argument: ts.Expression | undefined, thing?: Thing) => {
    if (!argument) return;
    const isOwnRequire = form === "require" && (thing?.isOwn ?? false);
    const shared = { node, form, from: thing?.from ?? file.fileName, isOwnRequire };
    const isGiven = node.arguments?.includes(argument);
    for (const specifier of choicesOf(typescript, argument)) {
      const { texts, isClosed } = values().textsOf(specifier);
      loads.push({ ...shared, specifier, ...(isGiven && { argument }), texts, isClosed });
    }
  };
  const visitNew = (node: ts.NewExpression) => {
    const [script] = node.arguments ?? [];
    if (
      !script ||
      !values()
        .thingsOf(node.expression)
        .some(({ name }) => WORKERS.has(name))
    )
      return;
    const { texts } = values().textsOf(script);
    // Other texts are relative to the folder of the process, or of the page.
    if (texts.some(({ isPlace }) => isPlace)) add(node, "worker", script);
  };
  const visitCall = (node: ts.CallExpression) => {
    if (isDynamicImport(typescript, node)) return add(node, "import()", node.arguments[0]);
    for (const thing of values().thingsOf(node.expression)) {
      const specifier = specifierOf(typescript, values(), thing, node.arguments);
      if (specifier) return add(node, "require", specifier, thing);
    }
  };
  walk(typescript, file, (node) => {
    if (typescript.isCallExpression(node)) visitCall(node);
    else if (typescript.isNewExpression(node)) visitNew(node);
  });
  return loads;
}
