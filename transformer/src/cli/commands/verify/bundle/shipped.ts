import { readFileSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { memoize, once } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, walk } from "../syntax.js";
import { type Func, isFunc, plain, readScript } from "./script.js";
import { createValues, type Values } from "./values.js";

/**
 * Tells importspy's own functions from others, whatever a minifier called them and put into them: what a minifier must
 * keep of a function, the names of properties, texts, patterns and numbers in it, is compared with the function that
 * this package's runtime has. Code that never runs does not count.
 */
export interface Shipped {
  /**
   * Whether a function of a bundle is the one that importspy exports by a name; `undefined` when it says more than that,
   * as one does that was rewritten for an older JavaScript.
   */
  isShipped(name: string, node: Func, values: Values): boolean | undefined;
  /**
   * Whether a function of a bundle says what another one does, which uses functions that importspy exports.
   *
   * @param names - Those functions.
   */
  saysSame(ours: ts.Node, ourValues: Values, names: readonly string[], theirs: Func, theirValues: Values): boolean;
}

/** What a function says. */
interface Saying {
  /** Itself. */
  readonly own: ReadonlySet<string>;
  /** Together with all that it uses: found out only for the few functions that say the right things themselves. */
  whole(): Whole;
}

interface Whole {
  readonly all: ReadonlySet<string>;
  /** What each function says that is part of it, or that it uses. */
  readonly parts: readonly ReadonlySet<string>[];
}

/** Whether an expression is always true or always false, as far as its own text tells. */
function constantTruth(typescript: TypeScript, expression: ts.Expression): boolean | undefined {
  const { SyntaxKind } = typescript;
  const node = plain(typescript, expression);
  if (typescript.isNumericLiteral(node)) return Number(node.text) !== 0;
  if (typescript.isStringLiteralLike(node)) return node.text !== "";
  if (typescript.isVoidExpression(node) || node.kind === SyntaxKind.FalseKeyword) return false;
  if (node.kind === SyntaxKind.NullKeyword) return false;
  if (node.kind === SyntaxKind.TrueKeyword || isFunc(typescript, node)) return true;
  if (typescript.isArrayLiteralExpression(node) || typescript.isObjectLiteralExpression(node)) return true;
  if (typescript.isBinaryExpression(node)) {
    const [left, right] = [constantTruth(typescript, node.left), constantTruth(typescript, node.right)];
    if (node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken) return left && right;
    return node.operatorToken.kind === SyntaxKind.BarBarToken ? left || right : undefined;
  }
  if (!typescript.isPrefixUnaryExpression(node) || node.operator !== SyntaxKind.ExclamationToken) return undefined;
  const truth = constantTruth(typescript, node.operand);
  return truth === undefined ? undefined : !truth;
}

/** Whether what follows a statement never runs. */
function ends(typescript: TypeScript, statement: ts.Statement): boolean {
  if (typescript.isReturnStatement(statement) || typescript.isThrowStatement(statement)) return true;
  if (typescript.isBreakOrContinueStatement(statement)) return true;
  if (typescript.isBlock(statement)) return statement.statements.some((each) => ends(typescript, each));
  if (typescript.isLabeledStatement(statement)) return false;
  if (!typescript.isIfStatement(statement)) return false;
  const truth = constantTruth(typescript, statement.expression);
  const doesEnd = (branch: ts.Statement | undefined) => branch !== undefined && ends(typescript, branch);
  if (truth !== undefined) return doesEnd(truth ? statement.thenStatement : statement.elseStatement);
  return doesEnd(statement.thenStatement) && doesEnd(statement.elseStatement);
}

/** The parts of a node that may run. */
function livingParts(typescript: TypeScript, node: ts.Node): ts.Node[] {
  const { SyntaxKind } = typescript;
  if (typescript.isIfStatement(node) || typescript.isConditionalExpression(node)) {
    const [test, yes, no] = typescript.isIfStatement(node)
      ? [node.expression, node.thenStatement, node.elseStatement]
      : [node.condition, node.whenTrue, node.whenFalse];
    const truth = constantTruth(typescript, test);
    return [test, truth === false ? undefined : yes, truth === true ? undefined : no].filter(
      (each) => each !== undefined,
    );
  }
  if (typescript.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const truth = constantTruth(typescript, node.left);
    const isDead =
      (kind === SyntaxKind.AmpersandAmpersandToken && truth === false) ||
      (kind === SyntaxKind.BarBarToken && truth === true);
    return isDead ? [node.left] : [node.left, node.right];
  }
  const parts: ts.Node[] = [];
  let isDead = false;
  typescript.forEachChild(node, (child) => {
    if (isDead && !typescript.isFunctionDeclaration(child)) return;
    parts.push(child);
    const isListed =
      typescript.isBlock(node) || typescript.isSourceFile(node) || typescript.isCaseOrDefaultClause(node);
    if (isListed && typescript.isStatement(child)) isDead ||= ends(typescript, child);
  });
  return parts;
}

const WORD = /[A-Za-z_$][\w$]+/g;

/** `RegExp("…")`, `new RegExp("…", "u")` */
function isPattern(typescript: TypeScript, node: ts.Node): node is ts.CallExpression | ts.NewExpression {
  if (!typescript.isCallExpression(node) && !typescript.isNewExpression(node)) return false;
  const { expression, arguments: given } = node;
  return (
    typescript.isIdentifier(expression) &&
    expression.text === "RegExp" &&
    literalOf(typescript, given?.[0]) !== undefined
  );
}

/** `"runtime.".length`, which is a number where it was minified. */
function lengthIn(typescript: TypeScript, node: ts.Node): number | undefined {
  const isLength = typescript.isPropertyAccessExpression(node) && node.name.text === "length";
  return isLength && typescript.isStringLiteralLike(node.expression) ? node.expression.text.length : undefined;
}

/** What a minifier keeps of a node. */
function wordsOf(typescript: TypeScript, node: ts.Node): readonly string[] {
  if (typescript.isPropertyAccessExpression(node)) {
    const length = lengthIn(typescript, node);
    // What a module written otherwise exports by itself: `import fs from "node:fs"`.
    if (node.name.text === "default") return [];
    return [length === undefined ? node.name.text : String(length)];
  }
  if (typescript.isBindingElement(node)) {
    // `...others` is a variable like any other.
    if (node.dotDotDotToken) return [];
    const name = node.propertyName ?? node.name;
    return typescript.isObjectBindingPattern(node.parent) && typescript.isIdentifier(name) ? [name.text] : [];
  }
  if (typescript.isObjectLiteralElement(node) || typescript.isClassElement(node)) {
    return node.name && typescript.isIdentifier(node.name) ? [node.name.text] : [];
  }
  if (typescript.isStringLiteralLike(node) || typescript.isTemplateLiteralToken(node)) {
    const isOfOther = isPattern(typescript, node.parent) || lengthIn(typescript, node.parent) !== undefined;
    return isOfOther || node.text === "default" ? [] : (node.text.match(WORD) ?? []);
  }
  if (typescript.isRegularExpressionLiteral(node)) return [node.text.replaceAll("\\/", "/")];
  if (isPattern(typescript, node)) {
    // RegExp("a", "u") for /a/u
    const [source, flags] = node.arguments!.map((each) => literalOf(typescript, each));
    return [`/${source}/${flags ?? ""}`];
  }
  if (typescript.isThrowStatement(node)) return ["throw a"];
  if (typescript.isBigIntLiteral(node)) return [node.text];
  if (typescript.isBinaryExpression(node)) {
    const operator = node.operatorToken.getText();
    return /^[-*/%&]$/.test(operator) ? [`a ${operator} b`] : [];
  }
  return typescript.isNumericLiteral(node) && Number(node.text) > 1 ? [node.text] : [];
}

/** Whether an identifier is used as a value. */
function isUse(typescript: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  if (typescript.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (typescript.isBindingElement(parent)) return parent.initializer === node;
  return !typescript.isPropertyAssignment(parent) || parent.initializer === node;
}

/** The nodes in which a variable gets its value. */
function sourcesOf(typescript: TypeScript, values: Values, name: ts.Identifier): ts.Node[] {
  const script = values.scriptOf(name);
  const symbol = script.lookup(name);
  const [declaration] = symbol ? script.declarationsOf(symbol) : [];
  const whole =
    declaration && typescript.isBindingElement(declaration) ? patternOwner(typescript, declaration) : declaration;
  if (!declaration || !whole || typescript.isParameter(whole)) return [];
  if (typescript.isImportSpecifier(declaration) || typescript.isImportClause(declaration)) {
    const value = values.valueOf(name);
    return value?.kind === "function" ? [value.node] : [];
  }
  const sources = [whole, ...script.writesTo(symbol!).map(({ value, node }) => value ?? node)];
  return sources.some((source) => loadsModule(typescript, values, source)) ? [] : sources;
}

/** `fs = require("node:fs")`, `fs = n(29)`, `fs = toESM(fs)`: how a bundle loads a module says nothing. */
function loadsModule(typescript: TypeScript, values: Values, source: ts.Node): boolean {
  let loads = false;
  walk(typescript, source, (node) => {
    if (isFunc(typescript, node)) return false;
    const [first, ...others] = typescript.isCallExpression(node) ? node.arguments : [];
    if (!typescript.isCallExpression(node) || !first || others.length) return !loads;
    const callee = plain(typescript, node.expression);
    const isLoad =
      typescript.isIdentifier(callee) && (callee.text === "require" || values.scriptOf(callee).lookup(callee));
    loads ||= Boolean(isLoad) && literalOf(typescript, first) !== undefined;
    return !loads;
  });
  if (loads) return true;
  // What a bundler puts around a module is called with nothing else.
  const value = typescript.isVariableDeclaration(source) ? source.initializer : undefined;
  const [module, ...others] = value && typescript.isCallExpression(value) ? value.arguments : [];
  const isWrapped = module && typescript.isIdentifier(module) && !others.length;
  return Boolean(isWrapped) && isModule(typescript, values, module as ts.Identifier);
}

function isModule(typescript: TypeScript, values: Values, name: ts.Identifier): boolean {
  const script = values.scriptOf(name);
  const symbol = script.lookup(name);
  const [declaration] = symbol ? script.declarationsOf(symbol) : [];
  const isVariable = declaration && typescript.isVariableDeclaration(declaration) && declaration !== name.parent.parent;
  return Boolean(isVariable) && loadsModule(typescript, values, declaration!);
}

/** The variable or parameter that a pattern belongs to. */
function patternOwner(
  typescript: TypeScript,
  element: ts.BindingElement,
): ts.VariableDeclaration | ts.ParameterDeclaration {
  const { parent } = element.parent;
  return typescript.isBindingElement(parent) ? patternOwner(typescript, parent) : parent;
}

function importedName(typescript: TypeScript, values: Values, name: ts.Identifier): string[] {
  const script = values.scriptOf(name);
  const symbol = script.lookup(name);
  const [declaration] = symbol ? script.declarationsOf(symbol) : [];
  const isImported = declaration && typescript.isImportSpecifier(declaration) && !values.valueOf(name);
  const imported = isImported ? (declaration.propertyName ?? declaration.name).text : "default";
  return imported === "default" ? [] : [imported];
}

/** What a name leads to: the function that it is, or the nodes in which a variable gets its value. */
function usedBy(
  typescript: TypeScript,
  values: Values,
  name: ts.Expression,
): readonly ts.Node[] | { readonly external: string } {
  const value = values.valueOf(name);
  if (value?.kind === "external") return { external: value.name };
  if (value?.kind === "function") return [value.node];
  if (value?.kind === "exports" || value?.kind === "importspy") return [];
  // Copies of one function say the same; the first is heard for all.
  const [copy] = value?.kind === "any" ? value.values : [];
  if (copy?.kind === "function") return [copy.node];
  return typescript.isIdentifier(name) ? sourcesOf(typescript, values, name) : [];
}

/** `guard.env`, where `guard` is a module: a name that bundlers change. */
function isOfModule(typescript: TypeScript, values: Values, node: ts.Node): node is ts.PropertyAccessExpression {
  if (!typescript.isPropertyAccessExpression(node) || !typescript.isIdentifier(node.expression)) return false;
  const { kind } = values.valueOf(node.expression) ?? {};
  return (kind === "exports" || kind === "any" || kind === "importspy") && values.valueOf(node) !== undefined;
}

/**
 * Collects what a function says, and all that it uses.
 *
 * @param hear - What an external function of importspy says.
 */
function listen(
  typescript: TypeScript,
  values: Values,
  start: ts.Node,
  hear: (name: string) => Iterable<string>,
): Saying {
  const all = new Set<string>();
  const known = new Set<ts.Node>();
  const uses: ts.Expression[] = [];
  /** The words of functions, into which go those of functions within them. */
  const parts = new Map<ts.Node, Set<string>>();
  const note = (node: ts.Node, word: string) => {
    all.add(word);
    for (let each: ts.Node | undefined = node; each; each = each.parent) parts.get(each)?.add(word);
  };
  const collect = (root: ts.Node) => {
    const rest = [root];
    for (let node = rest.pop(); node; node = rest.pop()) {
      if (known.has(node)) continue;
      known.add(node);
      // A minifier puts functions where they are called, in a constructor as well.
      if (isFunc(typescript, node) || typescript.isConstructorDeclaration(node)) parts.set(node, new Set());
      if (isOfModule(typescript, values, node)) {
        uses.push(node);
        continue;
      }
      for (const word of wordsOf(typescript, node)) note(node, word);
      if (typescript.isIdentifier(node) && isUse(typescript, node)) {
        uses.push(node);
        // `existsSync` of an import is `fs.existsSync` elsewhere.
        for (const word of importedName(typescript, values, node)) note(node, word);
      }
      rest.push(...livingParts(typescript, node));
    }
  };
  collect(start);
  const own = new Set(all);
  const whole = once((): Whole => {
    for (let name = uses.pop(); name; name = uses.pop()) {
      const used = usedBy(typescript, values, name);
      if ("external" in used) for (const word of hear(used.external)) all.add(word);
      else for (const node of used) collect(node);
    }
    return { all, parts: [...parts.values()] };
  });
  return { own, whole };
}

/** Whether a function says what another one says, and in itself no more. */
function saysAll(saying: Saying, ours: Saying): boolean {
  if (!includes(saying.own, ours.own)) return false;
  const { all, parts } = ours.whole();
  if (!includes(all, saying.own)) return false;
  const theirs = saying.whole();
  const isSaid = (part: ReadonlySet<string>) => theirs.parts.some((each) => includes(each, part));
  return includes(theirs.all, all) && parts.every(isSaid);
}

const includes = (all: ReadonlySet<string>, some: ReadonlySet<string>) => [...some].every((word) => all.has(word));

/**
 * Reads this package's runtime, when it is first asked about.
 *
 * @param typescript - The parser.
 */
export function createShipped(typescript: TypeScript): Shipped {
  const runtime = once(() => {
    const entries = ["guard", "values", "importers", "inlined", "formats", "packages", "packages.browser"];
    const scripts = entries.map((name) => {
      const fileName = require.resolve(`importspy/dist/${name}.mjs`);
      return readScript(typescript, fileName, readFileSync(fileName, "utf8"))!;
    });
    const names = new Map(scripts.map((script) => [path.basename(script.file.fileName), script]));
    // One file imports what another has: "./guard.mjs".
    const resolve = (specifier: string) => names.get(path.basename(specifier));
    return { scripts, values: createValues(typescript, scripts, resolve) };
  });
  /** The functions that importspy exports by a name, which differ between Node.js and browsers. */
  const exportsOf = memoize((name: string): readonly Func[] => {
    const { scripts, values } = runtime();
    return scripts.flatMap(({ file }) => {
      const [value] = exportedBy(typescript, file, name).map((each) => values.valueOf(each));
      return value?.kind === "function" ? [value.node] : [];
    });
  });
  const sayingsOf = memoize((name: string): readonly Saying[] =>
    exportsOf(name).map((node) => listen(typescript, runtime().values, node, () => [])),
  );
  const isLike = (saying: Saying, name: string) => sayingsOf(name).some((ours) => saysAll(saying, ours));
  const depthOfExport = memoize((name: string) => {
    const { values } = runtime();
    const isIt = (node: Func) =>
      isLike(
        listen(typescript, values, node, () => []),
        name,
      );
    return Math.max(...exportsOf(name).map((node) => depthOf(typescript, node, isIt)));
  });
  const wordsOfExport = (name: string) => [...(sayingsOf(name)[0]?.whole().all ?? [])];
  const heard = new WeakMap<Func, Saying>();
  const sayingOf = (node: Func, values: Values): Saying => {
    const saying = heard.get(node) ?? listen(typescript, values, node, wordsOfExport);
    heard.set(node, saying);
    return saying;
  };
  return {
    saysSame(ours, ourValues, names, theirs, theirValues) {
      const used = names.flatMap(wordsOfExport);
      const all = new Set([...listen(typescript, ourValues, ours, wordsOfExport).whole().all, ...used]);
      const { all: others } = sayingOf(theirs, theirValues).whole();
      return includes(all, others) && includes(others, all);
    },
    isShipped(name, node, values) {
      const isIt = (each: Func) => isLike(sayingOf(each, values), name);
      // A function around it, which a minifier made or which does something else with it, says the same.
      if (!isIt(node) || depthOf(typescript, node, isIt) > depthOfExport(name)) return false;
      return (
        sayingsOf(name).some((ours) => includes(ours.whole().all, sayingOf(node, values).whole().all)) || undefined
      );
    },
  };
}

/** How many functions that are such stand in each other. */
function depthOf(typescript: TypeScript, node: Func, isIt: (node: Func) => boolean): number {
  let deepest = 0;
  walk(typescript, node, (each) => {
    if (each === node || !isFunc(typescript, each) || !isIt(each)) return true;
    deepest = Math.max(deepest, depthOf(typescript, each, isIt));
    return false;
  });
  return deepest + 1;
}

/** `export { a as name }` */
function exportedBy(typescript: TypeScript, file: ts.SourceFile, name: string): ts.Identifier[] {
  return file.statements.flatMap((statement) => {
    const clause = typescript.isExportDeclaration(statement) ? statement.exportClause : undefined;
    if (!clause || !typescript.isNamedExports(clause)) return [];
    const found = clause.elements.find((element) => element.name.text === name);
    const own = found?.propertyName ?? found?.name;
    return own && typescript.isIdentifier(own) ? [own] : [];
  });
}
