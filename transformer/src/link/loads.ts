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
  /** The specifier expression: one of the two in `import(a ? "./b.js" : "./c.js")`. */
  readonly specifier: ts.Expression;
  /**
   * The argument that contains it; absent when the specifier is not in an argument of this call, as with
   * `require.bind(…)`.
   */
  readonly argument?: ts.Expression;
  /** The known texts of the specifier. */
  readonly texts: readonly Constant[];
  /** The list is complete: the specifier cannot have another value. */
  readonly isClosed: boolean;
  /** The file from which a relative specifier is resolved. */
  readonly from: string;
  /** The call uses the `require` of its own CommonJS module. */
  readonly isOwnRequire: boolean;
}

/** The names and values of a file. */
export interface FileValues extends Things {
  readonly names: Names;
  readonly flow: Flow;
}

/**
 * Reads a file's names and values by its syntax.
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

/** A quick test for a file that may load modules by calls. */
const LOADING = /require|\bimport\s*(?:[(/]|\.\s*defer)|getBuiltinModule|Worker\b/i;

/** The items of a list that is written in the file. */
function itemsOf(typescript: TypeScript, flow: Flow, list: ts.Expression): readonly ts.Expression[] {
  const [source] = flow.sourcesOf(list);
  const node = source && !source.members.length ? source.node : undefined;
  return node && typescript.isArrayLiteralExpression(node) ? node.elements : [];
}

/** `new Worker(...[url])`: the arguments, with those that are spread. */
function argumentsOf(typescript: TypeScript, { flow }: FileValues, given: readonly ts.Expression[] = []) {
  return given.flatMap((each) =>
    typescript.isSpreadElement(each) ? itemsOf(typescript, flow, each.expression) : each,
  );
}

/** The argument that is the specifier, when the callee is a form of `require`. */
function specifierOf(
  typescript: TypeScript,
  { flow, thingsOf }: FileValues,
  { name, bound = [] }: Thing,
  given: readonly ts.Expression[],
): ts.Expression | undefined {
  const [first, second, third] = given;
  const firstOf = (list: ts.Expression | undefined) => list && itemsOf(typescript, flow, list)[0];
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
 * Finds the calls of a file that load a module: `import()`, `require()` under any name and from any origin, and
 * workers.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param values - Its values; computed only when they are needed.
 * @returns The calls in the order of the file.
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
  const isWorker = (callee: ts.Expression) =>
    values()
      .thingsOf(callee)
      .some(({ name }) => WORKERS.has(name));
  const addWorker = (node: Call, script: ts.Expression | undefined) => {
    const { texts = [] } = script ? values().textsOf(script) : {};
    // A plain string is relative to the working directory of the process, or to the page.
    if (texts.some(({ isPlace }) => isPlace)) add(node, "worker", script);
  };
  const visitNew = (node: ts.NewExpression) => {
    if (node.arguments?.length && isWorker(node.expression))
      addWorker(node, argumentsOf(typescript, values(), node.arguments)[0]);
  };
  const visitCall = (node: ts.CallExpression) => {
    if (isDynamicImport(typescript, node)) return add(node, "import()", node.arguments[0]);
    const given = argumentsOf(typescript, values(), node.arguments);
    for (const thing of values().thingsOf(node.expression)) {
      const specifier = specifierOf(typescript, values(), thing, given);
      if (specifier) return add(node, "require", specifier, thing);
      const [made, list] = thing.name === "Reflect.construct" ? given : [];
      if (made && list && isWorker(made)) return addWorker(node, itemsOf(typescript, values().flow, list)[0]);
    }
  };
  walk(typescript, file, (node) => {
    if (typescript.isCallExpression(node)) visitCall(node);
    else if (typescript.isNewExpression(node)) visitNew(node);
  });
  return loads;
}
