/**
 * What a bundle evaluates before it enforces a contract: the external modules that it loads, and texts by which the
 * modules of the build are known.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, walk } from "../syntax.js";
import { standsForRequire } from "./requires.js";
import { isFunc, plain, type Script } from "./script.js";
import type { Values } from "./value.js";

/** Where a module outside of the bundle is loaded. */
export interface ExternalLoad {
  readonly script: Script;
  readonly line: number;
  /** By an import, or by what is `require` for certain, and not only by a function that is called with a text. */
  readonly isCertain: boolean;
}

/** What is evaluated from one start. */
export interface Evaluation {
  /** The script that a program starts with, and what it loads later, where that is what leads on. */
  readonly started: readonly Script[];
  /** Specifiers of modules outside of the bundle, each with the place that loads it. */
  readonly externals: ReadonlyMap<string, ExternalLoad>;
  /** Texts that were asked for. */
  readonly texts: ReadonlySet<string>;
  /** Calls that were evaluated. */
  readonly calls: ReadonlySet<ts.CallExpression>;
  /** The node that was waited for was come to: it is not only loaded later. */
  readonly isReached: boolean;
}

interface Walk {
  readonly started: readonly Script[];
  readonly externals: Map<string, ExternalLoad>;
  readonly texts: Set<string>;
  readonly calls: Set<ts.CallExpression>;
  readonly known: Set<ts.Node>;
  isReached: boolean;
}

/**
 * Makes what follows the evaluation of a bundle. It takes what may run for what does run, except in functions that are
 * not known to be called.
 *
 * @param typescript - The parser of the scripts.
 * @param scripts - The scripts of the bundle.
 * @param values - What is in them.
 * @param isWanted - Whether a text is to be reported.
 * @param isOwn - Whether the bundler made a script.
 * @returns Finds what is evaluated before a node, from each file that a program may start with.
 */
export function createOrder(
  typescript: TypeScript,
  scripts: readonly Script[],
  values: Values,
  isWanted: (text: string) => boolean,
  isOwn: (script: Script) => boolean = () => true,
): (node: ts.Node) => readonly Evaluation[] {
  /** What a script imports, or exports from elsewhere, in statements. */
  const importsOf = ({ file }: Script) =>
    file.statements.flatMap((statement) => {
      const isImport = typescript.isImportDeclaration(statement) || typescript.isExportDeclaration(statement);
      const specifier = isImport ? literalOf(typescript, statement.moduleSpecifier) : undefined;
      return specifier === undefined ? [] : [{ statement, specifier }];
    });

  /** The specifier of a module outside of the bundle that a call loads. */
  const externalIn = (node: ts.CallExpression, script: Script): string | undefined => {
    if (node.arguments.length !== 1) return undefined;
    const [argument] = node.arguments;
    // A number is a moment of a guard, or a module of webpack.
    const specifier = argument && typescript.isStringLiteralLike(argument) ? argument.text : undefined;
    // Whatever the function is called that is `require`.
    const isLoad = typescript.isIdentifier(node.expression);
    return isLoad && specifier !== undefined && !values.scriptAt(specifier, script) ? specifier : undefined;
  };

  const take = (walked: Walk, script: Script, node: ts.Node, specifier: string) => {
    const isCertain = !typescript.isCallExpression(node) || standsForRequire(typescript, node.expression, script);
    const known = walked.externals.get(specifier);
    if (walked.isReached || (known && (known.isCertain || !isCertain))) return;
    const line = script.file.getLineAndCharacterOfPosition(node.getStart(script.file)).line + 1;
    walked.externals.set(specifier, { script, line, isCertain });
  };

  const runScript = (script: Script, end: ts.Node | undefined, walked: Walk) => {
    if (walked.known.has(script.file)) return;
    walked.known.add(script.file);
    for (const { statement, specifier } of importsOf(script)) {
      const chunk = values.scriptAt(specifier, script);
      if (chunk) runScript(chunk, end, walked);
      else take(walked, script, statement, specifier);
    }
    runPart(script.file, script, end, walked);
  };

  /** A function that is called where it stands, by a guard, or by webpack for a module that awaits. */
  const isCalled = (node: ts.Node): boolean => {
    let callee = node;
    while (typescript.isParenthesizedExpression(callee.parent)) callee = callee.parent;
    const { parent } = callee;
    if (!typescript.isCallExpression(parent)) return false;
    if (parent.expression === callee) return true;
    const [first] = parent.arguments;
    // `$importspy(0, () => require("./a.js"))`
    const isMoment = first && parent.arguments[1] === callee && values.valueOf(parent.expression)?.kind === "call";
    if (isMoment) return true;
    const module = first && typescript.isIdentifier(first) ? values.valueOf(first) : undefined;
    return module?.kind === "parameter" && module.index === 0 && parent.arguments[1] === callee;
  };

  const runPart = (part: ts.Node, script: Script, end: ts.Node | undefined, walked: Walk) => {
    walk(typescript, part, (node) => {
      // What comes behind it is of interest for its calls only.
      if (node === end) walked.isReached = true;
      if (node !== part && typescript.isFunctionLike(node)) return isFunc(typescript, node) && isCalled(node);
      const text = typescript.isStringLiteralLike(node) ? node.text : undefined;
      if (text !== undefined && !walked.isReached && isWanted(text)) walked.texts.add(text);
      if (typescript.isCallExpression(node)) runCall(node, script, end, walked);
      return true;
    });
  };

  const runCall = (node: ts.CallExpression, script: Script, end: ts.Node | undefined, walked: Walk) => {
    walked.calls.add(node);
    const specifier = externalIn(node, script);
    if (specifier !== undefined) take(walked, script, node, specifier);
    for (const loaded of values.loadedBy(node)) {
      // What stands where it is called is come to anyway.
      if (walked.known.has(loaded) || plain(typescript, node.expression) === loaded) continue;
      if (typescript.isSourceFile(loaded)) {
        runScript(values.scriptOf(loaded), end, walked);
        continue;
      }
      walked.known.add(loaded);
      runPart(loaded, values.scriptOf(loaded), end, walked);
    }
  };

  /** The chunks that a script loads when it has run: `import("./chunk.js")`. */
  const loadedLater = (script: Script) =>
    script.calls.flatMap((call) => {
      if (call.expression.kind !== typescript.SyntaxKind.ImportKeyword) return [];
      const specifier = literalOf(typescript, call.arguments[0]);
      return specifier === undefined ? [] : (values.scriptAt(specifier, script) ?? []);
    });
  const requiredBy = ({ calls }: Script) =>
    calls.flatMap(({ expression, arguments: [first] }) => {
      const isLoad = typescript.isIdentifier(expression) && expression.text === "require";
      return (isLoad ? literalOf(typescript, first) : undefined) ?? [];
    });
  /** The scripts that a script loads when it is evaluated. */
  const loadedBy = (script: Script): readonly Script[] =>
    [...importsOf(script).map(({ specifier }) => specifier), ...requiredBy(script)].flatMap(
      (specifier) => values.scriptAt(specifier, script) ?? [],
    );
  const imported = new Set(scripts.flatMap(loadedBy).map(({ file }) => file));
  /** What a program starts with, as far as the bundle is concerned: a framework may add files that import its entries. */
  const startsOf = (starts: readonly Script[]): readonly Script[] => {
    // A Set goes through what is added on the way.
    const found = new Set(starts);
    for (const each of found) if (!isOwn(each)) for (const next of loadedBy(each)) found.add(next);
    return [...found];
  };

  const start = (started: readonly Script[]): Walk => ({
    started,
    externals: new Map(),
    texts: new Set(),
    calls: new Set(),
    known: new Set(),
    isReached: false,
  });
  const functionAround = (node: ts.Node) => typescript.findAncestor(node, (each) => isFunc(typescript, each));

  return (node) => {
    const entries = scripts.filter(({ file }) => !imported.has(file));
    const later = scripts.flatMap((script) => loadedLater(script).map((chunk) => [script, chunk]));
    const walks = [...entries.map((entry) => [entry]), ...later].map((run) => {
      const walked = start(startsOf(run));
      for (const script of run) runScript(script, node, walked);
      return walked;
    });
    const reached = walks.filter(({ isReached }) => isReached);
    if (reached.length) return reached;
    // It is loaded later: after all that was loaded at the start, and what its own function does.
    const own = start([values.scriptOf(node)]);
    runScript(values.scriptOf(node), undefined, own);
    const around = functionAround(node);
    if (around) runPart(around, values.scriptOf(node), node, own);
    return [...walks, own].map((walked) => ({ ...walked, isReached: false }));
  };
}
