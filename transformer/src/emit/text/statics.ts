/**
 * Finds the planned static imports of a file in the text that a host has of it.
 *
 * @module
 */
import type ts from "typescript";
import { isDynamicImport, type TypeScript } from "../../compiler/compiler.js";
import { walk } from "../../compiler/walk.js";
import type { GuardedImport } from "../../link/imports.js";
import type { LoadingText, TextInput } from "./input.js";
import { bindingsOf, emittedSpecifier, isTypeOnly, type StaticImport, specifierIn, staticsOf } from "./syntax.js";

/** The declarations of a text with their planned imports. */
export interface PairedStatics {
  readonly pairs: ReadonlyMap<StaticImport, readonly GuardedImport[]>;
  /** The planned imports without a declaration in the text. The compiler may have dropped them. */
  readonly unpaired: readonly GuardedImport[];
}

const isSameSpecifier = (a: string, b: string) => a === b || emittedSpecifier(a) === emittedSpecifier(b);

const localsOf = (typescript: TypeScript, node: StaticImport) =>
  (bindingsOf(typescript, node) ?? []).flatMap(({ local }) => local?.text ?? []);

/** Whether a declaration in the text can come from this one in the source. */
function fits(typescript: TypeScript, text: StaticImport, source: StaticImport): boolean {
  const known = new Set(localsOf(typescript, source));
  const isImport = typescript.isImportDeclaration(text);
  // Some compilers split `export { a } from` into an import and an export.
  if (isImport !== typescript.isImportDeclaration(source) && localsOf(typescript, text).length)
    return typescript.isExportDeclaration(source);
  return localsOf(typescript, text).every((name) => known.has(name));
}

/**
 * Pairs the static imports of a text with those of the source. If both texts are the same, it pairs by position;
 * otherwise by specifier, order and local names.
 *
 * @param typescript - The compiler.
 * @param source - The file as the program has it.
 * @param text - The file as the host has it.
 * @param planned - Its planned static imports.
 * @param isSame - Whether both texts are the same.
 */
export function pairStatics(
  typescript: TypeScript,
  source: ts.SourceFile,
  text: ts.SourceFile,
  planned: readonly GuardedImport[],
  isSame: boolean,
): PairedStatics {
  const pairs = new Map<StaticImport, readonly GuardedImport[]>();
  const left = new Set(planned);
  // A map by specifier, since an index file may have hundreds of imports.
  const sources = new Map<string, StaticImport[]>();
  for (const node of staticsOf(typescript, source)) {
    if (isTypeOnly(typescript, node)) continue;
    const name = emittedSpecifier(specifierIn(typescript, node)!);
    const same = sources.get(name);
    if (same) same.push(node);
    else sources.set(name, [node]);
  }
  const matched = new Set<StaticImport>();
  for (const node of staticsOf(typescript, text)) {
    const specifier = specifierIn(typescript, node)!;
    const candidates = (sources.get(emittedSpecifier(specifier)) ?? []).filter((each) => !matched.has(each));
    const own = isSame
      ? candidates.find(({ pos }) => pos === node.pos)
      : candidates.find((each) => fits(typescript, node, each));
    if (own) matched.add(own);
    // A declaration without a counterpart may be added by a tool. It still loads the module, so it gets the guard.
    const found = planned.filter((each) =>
      own ? each.node === own : !isSame && isSameSpecifier(each.specifier.text, specifier),
    );
    for (const each of found) left.delete(each);
    if (found.length) pairs.set(node, found);
  }
  const isThere = ({ specifier, target }: GuardedImport) =>
    [...pairs.values()].flat().some((each) => each.specifier.text === specifier.text && each.target === target);
  return { pairs, unpaired: [...left].filter((each) => !isThere(each)) };
}

/**
 * The statements of a function that is called where it stands: tsx puts CommonJS into `(() => { … })();`. The call
 * itself may be behind the part of the text that is parsed.
 */
function calledStatements(typescript: TypeScript, statement: ts.Statement): readonly ts.Statement[] | undefined {
  const whole = typescript.isExpressionStatement(statement) ? statement.expression : undefined;
  const callee = whole && typescript.isCallExpression(whole) ? whole.expression : whole;
  if (!callee || !typescript.isParenthesizedExpression(callee)) return undefined;
  const called = callee.expression;
  const isPlain = typescript.isArrowFunction(called) && !called.modifiers && typescript.isBlock(called.body);
  return isPlain ? (called.body as ts.Block).statements : undefined;
}

/** The calls `require("x")` of a file outside of functions, in order, each with its statement. */
function topRequires(typescript: TypeScript, file: ts.SourceFile, specifier: string) {
  const statements = file.statements.flatMap((each) => calledStatements(typescript, each) ?? each);
  return statements.flatMap((statement) => {
    const calls: ts.CallExpression[] = [];
    walk(typescript, statement, (node) => {
      if (typescript.isFunctionLike(node)) return false;
      if (!typescript.isCallExpression(node) || isDynamicImport(typescript, node)) return true;
      const [given, ...others] = node.arguments;
      // In an ES module, TypeScript names it `__require`.
      const isRequire = typescript.isIdentifier(node.expression) && /^_*require$/.test(node.expression.text);
      const isIt =
        given && !others.length && typescript.isStringLiteralLike(given) && isSameSpecifier(given.text, specifier);
      if (isRequire && isIt) calls.push(node);
      return true;
    });
    return calls.map((call) => ({ statement, call, specifier }));
  });
}

/**
 * Finds planned imports that a compiler turned into `require()` calls: all of them in CommonJS, `import x = require()`
 * in an ES module.
 *
 * @param input - The file.
 * @param planned - The planned static imports.
 * @param text - The parsed text.
 * @param lost - Makes the error for an import that is not in the text.
 * @returns The `require()` calls in the text that were imports in the source.
 */
export function pairRequires(
  { typescript, loads, isKeptByTypes }: TextInput,
  planned: readonly GuardedImport[],
  text: ts.SourceFile,
  lost: (planned: GuardedImport) => Error,
): LoadingText[] {
  const found: LoadingText[] = [];
  for (const specifier of new Set(planned.map((each) => each.specifier.text))) {
    const inText = topRequires(typescript, text, specifier);
    const own = planned.filter((each) => each.specifier.text === specifier);
    // The `require()` calls that are already in the source.
    const calls = loads.filter(
      ({ form, node, texts }) =>
        form === "require" && texts.some((each) => each.text === specifier) && isAtTop(typescript, node),
    );
    const kept = own.filter(({ names: _, ...whole }) => isKeptByTypes(whole)).map(({ node }) => node);
    const items = [...new Set([...kept, ...calls.map(({ node }) => node)])].sort((a, b) => a.pos - b.pos);
    for (const [index, each] of inText.entries()) {
      const item = items.length === inText.length ? items[index] : undefined;
      if (calls.some(({ node }) => node === item)) continue;
      const moment = own.filter((guarded) => (!item || guarded.node === item) && isKeptByTypes(guarded));
      found.push({ ...each, moment });
    }
    if (kept.length && !found.some((each) => each.specifier === specifier)) throw lost(own[0]!);
  }
  return found.sort((a, b) => a.call!.pos - b.call!.pos);
}

function isAtTop(typescript: TypeScript, node: ts.Node): boolean {
  for (let each = node.parent; each; each = each.parent) if (typescript.isFunctionLike(each)) return false;
  return true;
}
