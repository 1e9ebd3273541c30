import path from "node:path";
import type ts from "typescript";
import { once } from "../../../analysis/memoize.js";
import { isDynamicImport, type TypeScript } from "../../../compiler/compiler.js";
import { findLoads, type Load as LoadingCall, readValues } from "../../../link/loads.js";
import { findGuard } from "./guard.js";
import { lineOf, literalOf, walk } from "./syntax.js";

/** A place where an emitted file loads another module. */
export interface Load {
  readonly specifier: string;
  readonly line: number;
  readonly form: "import" | "export" | "require" | "import()" | "worker";
  /** Number of the guard around it; absent for static imports, and where there is no guard. */
  readonly call: number | undefined;
  /** Whether it is evaluated with the file: a static import, in ESM or in CommonJS. */
  readonly isStatic: boolean;
  /** Whether it comes before the guard of the file. */
  readonly isBeforeGuard: boolean;
  /** The numbers of the further sidecars that are imported before it. */
  readonly further: readonly number[];
  /** The file or folder that a relative specifier is resolved from, when it is not the file itself. */
  readonly from?: string;
  /** Only the types of the source tell whether the call loads anything; it counts where such a guard is missing. */
  readonly isPossible?: boolean;
}

/** The guards and loads of an emitted file. */
export interface EmittedModule {
  /** What is wrong with the guard at its head; `undefined` when nothing is. */
  readonly guardProblem: string | undefined;
  readonly loads: readonly Load[];
  /** The numbers of the guards of its calls. */
  readonly numbers: ReadonlySet<number>;
  /** The numbers of the further sidecars that it imports. */
  readonly further: readonly number[];
}

function isInFunction(typescript: TypeScript, node: ts.Node): boolean {
  for (let { parent } = node; parent; parent = parent.parent) if (typescript.isFunctionLike(parent)) return true;
  return false;
}

/** The guard's call around one that loads: `g.$importspy(0, () => require("x"))`. */
function guardCallAround(typescript: TypeScript, node: ts.Node): ts.Node | undefined {
  let thunk = node.parent;
  if (typescript.isReturnStatement(thunk)) thunk = thunk.parent.parent;
  const isThunk = typescript.isArrowFunction(thunk) || typescript.isFunctionExpression(thunk);
  return isThunk && typescript.isCallExpression(thunk.parent) ? thunk.parent : undefined;
}

/** Whether a call is `require("./x")` as the file is evaluated, whatever is around it. */
function isStaticRequire(typescript: TypeScript, { node, form, isOwnRequire }: LoadingCall): boolean {
  const isPlain = typescript.isCallExpression(node) && typescript.isIdentifier(node.expression);
  const isAtOnce = !isInFunction(typescript, guardCallAround(typescript, node) ?? node);
  return form === "require" && isPlain && isOwnRequire && isAtOnce;
}

/**
 * Reads an emitted file.
 *
 * @param typescript - Its parser.
 * @param file - The file.
 * @param sidecar - The path of its sidecar: `x.importspy.js`.
 */
export function readModule(typescript: TypeScript, file: ts.SourceFile, sidecar: string): EmittedModule {
  const guard = findGuard(typescript, file, path.basename(sidecar));
  const loads: Load[] = [];
  const add = (node: ts.Node, specifier: string | undefined, form: Load["form"], rest: Partial<Load> = {}) => {
    if (specifier === undefined) return;
    const isBeforeGuard = node.getStart(file) < guard.end;
    const isStatic = form === "import" || form === "export";
    const call = isStatic ? undefined : guard.numberAround(node, specifier);
    const further = guard.further.filter(({ end }) => end <= node.getStart(file)).map(({ number }) => number);
    loads.push({ specifier, line: lineOf(node, file), form, call, isStatic, isBeforeGuard, further, ...rest });
  };
  const values = once(() => readValues(typescript, file, {}));
  const calls = findLoads(typescript, file, values);
  for (const each of calls) {
    const isStatic = isStaticRequire(typescript, each);
    for (const { text } of each.texts) add(each.node, text, each.form, { isStatic, from: each.from });
  }
  const known = new Set<ts.Node>(calls.map(({ node }) => node));
  walk(typescript, file, (node) => {
    if (typescript.isImportDeclaration(node)) add(node, literalOf(typescript, node.moduleSpecifier), "import");
    if (typescript.isExportDeclaration(node)) add(node, literalOf(typescript, node.moduleSpecifier), "export");
    const isOther = typescript.isCallExpression(node) && !known.has(node) && !isDynamicImport(typescript, node);
    if (isOther) add(node, literalOf(typescript, node.arguments[0]), "require", { isPossible: true });
  });
  return {
    guardProblem: guard.problem,
    loads,
    numbers: guard.numbers,
    further: guard.further.map(({ number }) => number),
  };
}
