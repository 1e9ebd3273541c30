import type { LoadData } from "importspy/dist/contract.cjs";
import type ts from "typescript";
import { type Context, spanOf } from "../analysis/context.js";
import { memoize } from "../analysis/memoize.js";
import type { Span } from "../analysis/model.js";
import { resolveSpecifier } from "../analysis/resolution.js";
import { exportsOf, UncheckableError } from "../check/exports.js";
import { has, printType } from "../check/types.js";
import { isEmitted, isUnresolvedType, unwrap, withinStack } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";
import { checkedResolverFor, isKept } from "./elision.js";
import type { CallUses } from "./values.js";
import { importsIn } from "./written.js";

/** The calls of `load<T>()` in a file, with the shapes of their types. */
export interface CheckedLoads {
  readonly calls: readonly ts.CallExpression[];
  /** The data of each call, in the same order. */
  readonly loads: readonly LoadData[];
  /** The type argument of each call. */
  readonly types: readonly ts.Type[];
  /** The types that need a validator, with their first use. Shapes refer to them by index. */
  readonly validated: readonly { readonly type: ts.Type; readonly span: Span }[];
}

/** Whether a written type uses a type parameter that is declared outside of it. */
function isOpen({ ts, checker }: Context, written: ts.TypeNode): boolean {
  const isOuter = (node: ts.Node) => {
    if (!ts.isTypeReferenceNode(node)) return false;
    const type = checker.getTypeFromTypeNode(node);
    const declaration = has(type, ts.TypeFlags.TypeParameter) ? type.symbol?.declarations?.[0] : undefined;
    return declaration !== undefined && !(declaration.pos >= written.pos && declaration.end <= written.end);
  };
  let isFound = false;
  walk(ts, written, (node) => {
    isFound ||= isOuter(node);
  });
  return isFound;
}

/**
 * Makes the check of the calls of `load<T>()`.
 *
 * @param context - The program; its report receives the mistakes.
 * @param usesOf - The uses of `load` in a file.
 */
export function createLoadChecker(context: Context, usesOf: (file: ts.SourceFile) => CallUses) {
  const { ts, checker, program, report } = context;

  const shapesOf = (call: ts.CallExpression, roots: ts.Type[], validated: ts.Type[]): LoadData["shapes"] => {
    const [argument, more] = call.typeArguments ?? [];
    if (!argument || more) {
      report("loadWithoutType", spanOf(call.expression));
      return [];
    }
    const type = checker.getTypeFromTypeNode(argument);
    roots.push(type);
    if (isUnresolvedType(type)) return [];
    if (has(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) {
      report("loadOfAnything", spanOf(argument), printType(context, type));
      return [];
    }
    if (isOpen(context, argument)) {
      report("loadOfParameter", spanOf(argument), printType(context, type));
      return [];
    }
    const count = validated.length;
    try {
      const shapes = withinStack(() => exportsOf(context, type, validated));
      if (shapes) return shapes;
      report("uncheckableExports", spanOf(argument), printType(context, type), "it is nested too deeply");
    } catch (error) {
      if (!(error instanceof UncheckableError)) throw error;
      report("uncheckableExports", spanOf(argument), printType(context, type), error.message);
    }
    validated.length = count;
    return [];
  };

  return memoize((file: ts.SourceFile): CheckedLoads => {
    const { calls, others } = isEmitted(program, file) ? usesOf(file) : { calls: [], others: [] };
    for (const node of others) report("loadNotCalled", spanOf(node));
    const types: ts.Type[] = [];
    const roots: ts.Type[] = [];
    const validated: { type: ts.Type; span: Span }[] = [];
    const loads = calls.map((call) => {
      const shapes = shapesOf(call, roots, types);
      for (const type of types.slice(validated.length)) validated.push({ type, span: spanOf(call.typeArguments![0]!) });
      const { line } = file.getLineAndCharacterOfPosition(call.expression.getStart(file));
      return { line: line + 1, shapes };
    });
    return { calls, loads, types: roots, validated };
  });
}

/** Whether a file imports another one, directly or through other files, so that it is evaluated after that one. */
function needs(context: Context, start: ts.SourceFile, file: ts.SourceFile): boolean {
  const { ts, options, program } = context;
  const left = [start];
  const seen = new Set(left);
  for (let next = left.pop(); next; next = left.pop()) {
    const resolver = checkedResolverFor(ts, program, next);
    for (const { node, specifier } of importsIn(context, next)) {
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) continue;
      const found = resolveSpecifier(context, next, specifier);
      if (!found || seen.has(found) || !isEmitted(program, found)) continue;
      if (!isKept(ts, options, resolver, { node, specifier })) continue;
      if (found === file) return true;
      seen.add(found);
      left.push(found);
    }
  }
  return false;
}

/** Whether the top level of the file waits for a call: `await load(…)`. */
function isAwaited({ ts }: Context, call: ts.CallExpression): boolean {
  let isWaiting = false;
  let node: ts.Node = call;
  for (; !ts.isSourceFile(node) && !ts.isFunctionLike(node); node = node.parent)
    isWaiting ||= ts.isAwaitExpression(node);
  return isWaiting && ts.isSourceFile(node);
}

/**
 * Reports an `await load(…)` of a module that imports this file. They would wait for each other forever.
 *
 * @param context - The program; its report receives the mistakes.
 * @param file - The file.
 * @param checked - Its calls of `load<T>()`.
 */
export function checkAwaited(context: Context, file: ts.SourceFile, { calls }: CheckedLoads): void {
  const { ts, report } = context;
  for (const call of calls) {
    const [argument] = call.arguments;
    const node = argument && unwrap(ts, argument);
    if (!node || !ts.isStringLiteralLike(node) || !isAwaited(context, call)) continue;
    const specifier = { text: node.text, node, load: { form: "worker", isPlace: false } } as const;
    const loaded = resolveSpecifier(context, file, specifier);
    if (loaded && (loaded === file || needs(context, loaded, file))) report("loadAwaited", spanOf(call), node.text);
  }
}
