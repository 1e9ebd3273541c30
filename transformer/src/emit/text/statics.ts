/**
 * Finds the planned declarations of a file in a text of it.
 *
 * @module
 */
import type ts from "typescript";
import { isDynamicImport, type TypeScript } from "../../compiler/compiler.js";
import { walk } from "../../compiler/walk.js";
import type { GuardedImport } from "../../link/imports.js";
import type { LoadingText, TextInput } from "./input.js";
import { bindingsOf, emittedSpecifier, isTypeOnly, type StaticImport, specifierIn, staticsOf } from "./syntax.js";

/** The planned imports of each declaration of a text. */
export interface PairedStatics {
  readonly pairs: ReadonlyMap<StaticImport, readonly GuardedImport[]>;
  /** Those that the text does not have: its compiler has dropped them, or nobody knows. */
  readonly unpaired: readonly GuardedImport[];
}

const isSameSpecifier = (a: string, b: string) => a === b || emittedSpecifier(a) === emittedSpecifier(b);

const localsOf = (typescript: TypeScript, node: StaticImport) =>
  (bindingsOf(typescript, node) ?? []).flatMap(({ local }) => local?.text ?? []);

/** Whether a declaration of a text may be what is left of one of the source. */
function fits(typescript: TypeScript, text: StaticImport, source: StaticImport): boolean {
  const known = new Set(localsOf(typescript, source));
  const isImport = typescript.isImportDeclaration(text);
  // `export { a } from` becomes an import and an export where a compiler wants it so.
  if (isImport !== typescript.isImportDeclaration(source) && localsOf(typescript, text).length)
    return typescript.isExportDeclaration(source);
  return localsOf(typescript, text).every((name) => known.has(name));
}

/**
 * Pairs the declarations of a text with those of the source: by place where both are one text, else by specifier, in
 * order, with names that the source has.
 *
 * @param typescript - The compiler.
 * @param source - The file as the program has it.
 * @param text - The same as the host has it.
 * @param planned - Its planned declarations.
 * @param isSame - Whether both are one text.
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
  // By specifier: an index of modules has hundreds of imports.
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
    // What matches nothing loads the same module all the same.
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

/** The calls `require("x")` of a file outside of functions, in order, each with its statement. */
function topRequires(typescript: TypeScript, file: ts.SourceFile, specifier: string) {
  return file.statements.flatMap((statement) => {
    const calls: ts.CallExpression[] = [];
    walk(typescript, statement, (node) => {
      if (typescript.isFunctionLike(node)) return false;
      if (!typescript.isCallExpression(node) || isDynamicImport(typescript, node)) return true;
      const [given, ...others] = node.arguments;
      // TypeScript calls it `__require` in an ES module.
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
 * Finds declarations of a file in what a compiler made of them where they became calls of `require()`: all of them in
 * CommonJS, `import x = require()` in an ES module.
 *
 * @param input - The file.
 * @param planned - The planned declarations.
 * @param text - The text, parsed.
 * @param lost - Makes the error for an import that the text does not have.
 * @returns What the text loads by such calls that were declarations.
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
    // Calls that the source itself has.
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
