import type ts from "typescript";
import { once } from "../analysis/memoize.js";
import { type TypeScript, unwrap } from "../compiler/compiler.js";
import type { GuardedImport } from "../link/imports.js";
import { choicesOf, findLoads, readValues } from "../link/loads.js";
import { around, callGuard, createArrow } from "./nodes.js";

/** A call or a `new` expression. */
type Call = ts.CallExpression | ts.NewExpression;

/** A call that loads a contracted module, with its number in the file. */
export interface NumberedCall {
  readonly number: number;
  readonly planned: GuardedImport;
}

/** Whether a node contains `await` or `yield` of its own function. It cannot be moved into another function. */
export function isPausing(typescript: TypeScript, root: ts.Node): boolean {
  const left = [root];
  for (let node = left.pop(); node; node = left.pop()) {
    if (typescript.isAwaitExpression(node) || typescript.isYieldExpression(node)) return true;
    if (!typescript.isFunctionLike(node)) typescript.forEachChild(node, (each) => void left.push(each));
  }
  return false;
}

/** The assignment whose value an expression is, directly or as in `{ ...a, ...b }`. */
function assignmentOf(typescript: TypeScript, { parent }: ts.Node): ts.Node | undefined {
  const isSpread = parent && typescript.isSpreadAssignment(parent);
  const value = isSpread ? parent.parent : undefined;
  return value ? value.parent : parent;
}

/**
 * Finds the statement `module.exports = require("./x")` or `module.exports = { ...require("./x") }` around a call.
 * Node.js reads the names of the exports from it, so it must not change. Its guard is a statement before it.
 *
 * @param typescript - The compiler.
 * @param call - Any node.
 */
export function reexportOf(typescript: TypeScript, call: ts.Node): ts.ExpressionStatement | undefined {
  const isRequire =
    typescript.isCallExpression(call) &&
    typescript.isIdentifier(call.expression) &&
    call.expression.text === "require" &&
    call.arguments[0] !== undefined &&
    typescript.isStringLiteralLike(call.arguments[0]);
  const assignment = isRequire ? assignmentOf(typescript, call) : undefined;
  if (!assignment || !typescript.isBinaryExpression(assignment)) return undefined;
  const { left, parent } = assignment;
  const isStatement = typescript.isExpressionStatement(parent) && typescript.isSourceFile(parent.parent);
  return isStatement && left.getText() === "module.exports" ? parent : undefined;
}

/**
 * Makes the function that guards calls.
 *
 * @param typescript - The compiler.
 * @param factory - Makes the nodes.
 * @param sidecar - The local name of the file's sidecar.
 */
export function createCallGuard(typescript: TypeScript, factory: ts.NodeFactory, sidecar: ts.Identifier) {
  const withArguments = (call: Call, values: readonly ts.Expression[]): Call =>
    typescript.isNewExpression(call)
      ? factory.updateNewExpression(call, call.expression, call.typeArguments, values)
      : factory.updateCallExpression(call, call.expression, call.typeArguments, values);

  /**
   * `import("./x")`  → `importspy_1.$importspy(0, () => import("./x"))`: the promise rejects when the guard refuses
   * `require("./x")` → `importspy_1.$importspy(0, () => require("./x"))`
   * `(await a).require("./x")` → `(importspy_1.$importspy(0), (await a).require("./x"))`
   *
   * The new node has the position of the call, and so its comments and line breaks.
   */
  const guardOnce = (load: ts.Expression, number: ts.Expression, isBefore: boolean): ts.Expression => {
    if (isBefore) {
      const both = factory.createComma(callGuard(factory, sidecar, [number]), load);
      return typescript.setTextRange(factory.createParenthesizedExpression(around(typescript, both, load)), load);
    }
    const arrow = around(typescript, createArrow(typescript, factory, [], load), load);
    return typescript.setTextRange(callGuard(factory, sidecar, [number, arrow]), load);
  };

  /** `{ __proto__: null, "./x": 0 }[name]`: looks up the number of the guard by the specifier at run time. */
  const numberBy = (numbers: ReadonlyMap<string, number>, name: ts.Expression) => {
    const properties = [...numbers].map(([text, number]) =>
      factory.createPropertyAssignment(factory.createStringLiteral(text), factory.createNumericLiteral(number)),
    );
    const bare = factory.createPropertyAssignment("__proto__", factory.createNull());
    const table = factory.createObjectLiteralExpression([bare, ...properties]);
    return factory.createElementAccessExpression(table, name);
  };

  /**
   * Adds all guards that are planned for a call. There are several when a file re-exports several contracted modules.
   */
  const guardAll = (call: Call, all: readonly NumberedCall[], name: ts.Expression | undefined): ts.Expression => {
    const numbers: ts.Expression[] = [];
    const tables: Map<string, number>[] = [];
    for (const { number, planned } of all) {
      const when = name && planned.call?.when;
      if (when === undefined) numbers.push(factory.createNumericLiteral(number));
      else {
        const free = tables.find((table) => !table.has(when));
        if (free) free.set(when, number);
        else tables.push(new Map([[when, number]]));
      }
    }
    const isBefore = isPausing(typescript, call.expression);
    const every = [...numbers, ...tables.map((table) => numberBy(table, name!))];
    return every.reduce((load: ts.Expression, number) => guardOnce(load, number, isBefore), call);
  };

  /**
   * An argument that contains `await`, or that is needed twice, becomes a parameter:
   *
   * `import("./x", await y)` → `((options_1) => guard(import("./x", options_1)))(await y)`
   */
  const guardChoice = (call: Call, all: readonly NumberedCall[], specifier: ts.Expression | undefined) => {
    const given = call.arguments ?? [];
    const asked = all.some(({ planned }) => planned.call?.when !== undefined) ? specifier : undefined;
    const isName = asked !== undefined && typescript.isIdentifier(unwrap(typescript, asked));
    const hoisted = new Map<ts.Expression, ts.Identifier>();
    for (const each of given) {
      const isAsked = each === asked && !isName;
      if (isAsked) hoisted.set(each, factory.createUniqueName("specifier"));
      else if (!isPausing(typescript, call.expression) && isPausing(typescript, each))
        hoisted.set(each, factory.createUniqueName("options"));
    }
    const name = asked && (hoisted.get(asked) ?? unwrap(typescript, asked));
    if (!hoisted.size) return guardAll(call, all, name);
    const load = withArguments(
      call,
      given.map((each) => hoisted.get(each) ?? each),
    );
    const arrow = around(
      typescript,
      createArrow(typescript, factory, [...hoisted.values()], guardAll(load, all, name)),
      call,
    );
    const callee = around(typescript, factory.createParenthesizedExpression(arrow), call);
    return typescript.setTextRange(factory.createCallExpression(callee, undefined, [...hoisted.keys()]), call);
  };

  /**
   * `import(a ? "./b" : "./c")` → `a ? guard(import("./b")) : import("./c")`
   *
   * @param call - The call.
   * @param index - The index of the argument with the specifier.
   * @param specifier - The argument, or one branch of it.
   * @param choices - The remaining branches in the source. Visited branches are removed.
   */
  const guardChoices = (
    call: Call,
    all: readonly NumberedCall[],
    index: number,
    specifier: ts.Expression,
    choices: ts.Expression[],
  ): ts.Expression => {
    const node = unwrap(typescript, specifier);
    if (typescript.isConditionalExpression(node)) {
      const { condition, questionToken, colonToken } = node;
      const whenTrue = guardChoices(call, all, index, node.whenTrue, choices);
      const whenFalse = guardChoices(call, all, index, node.whenFalse, choices);
      const choice = factory.createConditionalExpression(condition, questionToken, whenTrue, colonToken, whenFalse);
      return typescript.setTextRange(factory.createParenthesizedExpression(around(typescript, choice, call)), call);
    }
    const chosen = choices.shift();
    const load = withArguments(
      call,
      (call.arguments ?? []).map((each, at) => (at === index ? specifier : each)),
    );
    const planned = all.filter((each) => each.planned.specifier.node === chosen);
    return planned.length ? guardChoice(load, planned, specifier) : load;
  };

  return (call: Call, all: readonly NumberedCall[]): ts.Expression => {
    const { argument, node } = all[0]!.planned.call!;
    const index = argument ? (node.arguments?.indexOf(argument) ?? -1) : -1;
    const given = call.arguments?.[index];
    if (!argument || !given) return guardChoice(call, all, undefined);
    const choices = choicesOf(typescript, argument);
    // When another transformer has changed the branches, the whole call gets all guards.
    const isAsPlanned = choices.length > 1 && choicesOf(typescript, given).length === choices.length;
    return isAsPlanned ? guardChoices(call, all, index, given, choices) : guardChoice(call, all, given);
  };
}

/** Finds the planned imports that a call belongs to. */
export type CallMatcher = (call: Call, calls: readonly GuardedImport[]) => NumberedCall[];

/**
 * Makes the matcher of calls and planned imports.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param file - The file as it is emitted.
 * @param isReparsed - Whether another transformer reparsed the file. Then its nodes are other objects than those of the
 *   program.
 */
export function createCallMatcher(
  typescript: TypeScript,
  options: ts.CompilerOptions,
  file: ts.SourceFile,
  isReparsed: boolean,
): CallMatcher {
  const originalOf = (node: ts.Node) => typescript.getOriginalNode(node);
  const textOf = (specifier: ts.Expression | undefined) => {
    const node = specifier && unwrap(typescript, specifier);
    return node && typescript.isStringLiteralLike(node) ? node.text : undefined;
  };
  const loads = once(() => {
    // Binding the file itself would make TypeScript treat its imports as unused, so a copy is bound.
    const copy = typescript.createSourceFile(file.fileName, file.text, file.languageVersion, true);
    return findLoads(typescript, copy, () => readValues(typescript, copy, options));
  });
  /** Compares the names of callees that only types can resolve. */
  const readsAlike = ({ expression, arguments: given }: Call, { node, specifier }: GuardedImport) => {
    const nameOf = (callee: ts.Expression) =>
      (callee as ts.Expression & { readonly text?: string }).text ?? callee.kind;
    return textOf(given?.[0]) === specifier.text && nameOf(expression) === nameOf((node as Call).expression);
  };
  const isMatch = (call: Call, planned: GuardedImport) => {
    if (!isReparsed) return originalOf(call) === planned.node;
    const { pos, end } = originalOf(call);
    const found = loads().filter(({ node }) => node.pos === pos && node.end === end);
    if (!found.length) return readsAlike(call, planned);
    return found.some(
      ({ form, texts }) => form === planned.call?.form && texts.some(({ text }) => text === planned.specifier.text),
    );
  };
  return (call, calls) => calls.flatMap((planned, number) => (isMatch(call, planned) ? [{ number, planned }] : []));
}
