import type ts from "typescript";
import { emitResolverOf, isDynamicImport, type TypeScript, unwrap } from "../compiler.js";
import { isKept } from "../discover/elision.js";
import type { GuardedImport } from "../discover/imports.js";
import type { ModuleFormat } from "../generate/sidecar.js";
import type { ContractedModule } from "../model.js";

/** What is known about a file before emit. */
export interface FilePlan {
  readonly file: ts.SourceFile;
  /** The contracted module that the file is, if it has a contract. */
  readonly contract: ContractedModule | undefined;
  readonly imports: readonly GuardedImport[];
  readonly format: ModuleFormat;
  /** The module specifier of the file's sidecar. */
  readonly sidecarSpecifier: string;
}

/** The imports of a file that TypeScript keeps: what its sidecar announces. */
export interface KeptImports {
  readonly imports: readonly GuardedImport[];
  readonly calls: readonly GuardedImport[];
}

/** `import * as importspy_1 from "./x.importspy.js"` or `const importspy_1 = require("./x.importspy.js")` */
function createSidecarImport(
  typescript: TypeScript,
  { factory, getCompilerOptions }: ts.TransformationContext,
  { format, sidecarSpecifier }: FilePlan,
  name: ts.Identifier,
): ts.Statement {
  const specifier = factory.createStringLiteral(sidecarSpecifier);
  if (format === "esm") {
    const clause = factory.createImportClause(undefined, undefined, factory.createNamespaceImport(name));
    return factory.createImportDeclaration(undefined, clause, specifier);
  }
  const call = factory.createCallExpression(factory.createIdentifier("require"), undefined, [specifier]);
  const declaration = factory.createVariableDeclaration(name, undefined, undefined, call);
  const { target = typescript.ScriptTarget.Latest } = getCompilerOptions();
  const { None, Const } = typescript.NodeFlags;
  const flags = target < typescript.ScriptTarget.ES2015 ? None : Const;
  return factory.createVariableStatement(undefined, factory.createVariableDeclarationList([declaration], flags));
}

/** `importspy_1.$importspy(…)` */
function callGuard(factory: ts.NodeFactory, sidecar: ts.Identifier, values: readonly ts.Expression[]): ts.Expression {
  const guard = factory.createPropertyAccessExpression(sidecar, "$importspy");
  return factory.createCallExpression(guard, undefined, values);
}

/** `(a, b) => body` */
function createArrow(
  typescript: TypeScript,
  factory: ts.NodeFactory,
  names: readonly ts.Identifier[],
  body: ts.Expression,
): ts.ArrowFunction {
  const parameters = names.map((name) => factory.createParameterDeclaration(undefined, undefined, name));
  const arrowToken = factory.createToken(typescript.SyntaxKind.EqualsGreaterThanToken);
  return factory.createArrowFunction(undefined, undefined, parameters, undefined, arrowToken, body);
}

/**
 * Gives a made node the place of the call inside it, without comments and source map positions of its own: TypeScript
 * looks for calls whose specifier it has to rewrite (`./x.ts` → `./x.js`) by their place, from the file down.
 */
function around<Node extends ts.Node>(typescript: TypeScript, node: Node, call: ts.Expression): Node {
  typescript.setEmitFlags(node, typescript.EmitFlags.NoSourceMap);
  typescript.setCommentRange(node, { pos: -1, end: -1 });
  return typescript.setTextRange(node, call);
}

/**
 * Guards a call that loads a module, at the call:
 * `import("./x")`  → `importspy_1.$importspy(0, () => import("./x"))`, so that the promise rejects
 * `require("./x")` → `(importspy_1.$importspy(0), require("./x"))`
 *
 * What stands for the call has its place, and so its comments and line breaks.
 */
function guardCall(
  typescript: TypeScript,
  factory: ts.NodeFactory,
  sidecar: ts.Identifier,
  call: ts.Expression,
  index: number,
  isDynamicImport: boolean,
): ts.Expression {
  const number = factory.createNumericLiteral(index);
  if (!isDynamicImport) {
    const both = factory.createComma(callGuard(factory, sidecar, [number]), call);
    return typescript.setTextRange(factory.createParenthesizedExpression(around(typescript, both, call)), call);
  }
  const load = around(typescript, createArrow(typescript, factory, [], call), call);
  return typescript.setTextRange(callGuard(factory, sidecar, [number, load]), call);
}

/** Whether evaluating a node pauses the function that it stands in: `await` and `yield` can go into no other one. */
function isPausing(typescript: TypeScript, node: ts.Node): boolean {
  if (typescript.isAwaitExpression(node) || typescript.isYieldExpression(node)) return true;
  if (typescript.isFunctionLike(node)) return false;
  return typescript.forEachChild(node, (each) => isPausing(typescript, each)) ?? false;
}

/**
 * Guards what can be put into a function, which options that pause cannot:
 * `import("./x", await y)` → `((options_1) => guard(import("./x", options_1)))(await y)`
 */
function besideOptions(
  typescript: TypeScript,
  factory: ts.NodeFactory,
  call: ts.CallExpression,
  guard: (call: ts.Expression) => ts.Expression,
): ts.Expression {
  const [specifier, ...options] = call.arguments;
  if (!options.some((each) => isPausing(typescript, each))) return guard(call);
  const names = options.map(() => factory.createUniqueName("options"));
  const load = factory.updateCallExpression(call, call.expression, call.typeArguments, [specifier!, ...names]);
  const arrow = around(typescript, createArrow(typescript, factory, names, guard(load)), call);
  const callee = around(typescript, factory.createParenthesizedExpression(arrow), call);
  return typescript.setTextRange(factory.createCallExpression(callee, undefined, options), call);
}

/** Number of directives (`"use strict"`, `"use client"`) at the head of a file: nothing may stand before them. */
function countDirectives(typescript: TypeScript, statements: readonly ts.Statement[]): number {
  const isDirective = (statement: ts.Statement) =>
    typescript.isExpressionStatement(statement) && typescript.isStringLiteral(statement.expression);
  const first = statements.findIndex((statement) => !isDirective(statement));
  return first < 0 ? statements.length : first;
}

/** Whether a call reads like a planned one: for files that another transformer parsed anew, whose nodes are others. */
function readsAlike(typescript: TypeScript, call: ts.CallExpression, { node, specifier }: GuardedImport): boolean {
  const [argument] = call.arguments;
  const named = argument && unwrap(typescript, argument);
  if (!typescript.isCallExpression(node) || !named || !typescript.isStringLiteralLike(named)) return false;
  const nameOf = ({ kind, text }: ts.Expression & { readonly text?: string }) => text ?? kind;
  return named.text === specifier.text && nameOf(call.expression) === nameOf(node.expression);
}

/** The nodes of the source, down from its statements, that what is left of a file was made of. */
function originsOf(typescript: TypeScript, statements: readonly ts.Statement[]): ReadonlySet<ts.Node> {
  const origins = new Set<ts.Node>();
  for (const statement of statements) {
    let origin: ts.Node | undefined = typescript.getOriginalNode(statement);
    // `export * as ns` becomes an import and an export where the target has no such form: they come of its parts.
    for (; origin && !typescript.isSourceFile(origin); origin = origin.parent) origins.add(origin);
  }
  return origins;
}

/** The first import of each contracted module: the one that loads it. */
function firstOfEach(imports: readonly GuardedImport[]): GuardedImport[] {
  return imports.filter(({ target }, index) => imports.findIndex((each) => each.target === target) === index);
}

/**
 * Makes the transformers that inject guards.
 *
 * `import { a } from "./m"`  →  `import * as importspy_1 from "./x.importspy.js"; importspy_1.$importspy(); import …`
 *
 * The first guards calls. The second runs when TypeScript's own transformers are through: it sees which imports they
 * kept, and puts the sidecar's import before those that they added (of a JSX runtime, of tslib).
 *
 * @param typescript - The compiler.
 * @param planOf - The plan of a file, when it has a contract or a guarded import. Files are asked for by name, since
 * other transformers may have made new ones.
 * @param keep - Takes the imports that TypeScript keeps, for the file's sidecar.
 * @returns Transformers that return a file without a guard as it is, to run after those of others.
 */
export function createInjector(
  typescript: TypeScript,
  planOf: (fileName: string) => FilePlan | undefined,
  keep: (plan: FilePlan, kept: KeptImports) => void,
): Required<Pick<ts.CustomTransformers, "before" | "after">> {
  const sidecars = new Map<FilePlan, ts.Identifier>();
  const unreached = new Set<GuardedImport>();
  const isCall = ({ node }: GuardedImport) => typescript.isCallExpression(node);
  /** Another transformer parsed what it printed: no node leads back to the source. */
  const isReparsed = (file: ts.SourceFile, plan: FilePlan) => typescript.getOriginalNode(file) !== plan.file;

  const guardCalls: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const plan = planOf(file.fileName);
    if (!plan) return file;
    const { factory } = context;
    const sidecar = factory.createUniqueName("importspy");
    sidecars.set(plan, sidecar);
    for (const each of plan.imports) {
      // Which names of a kept import are used, only the resolver knows.
      if (each.names && !isKept(typescript, context.getCompilerOptions(), emitResolverOf(context), each))
        unreached.add(each);
    }
    const calls = plan.imports.filter(isCall);
    if (!calls.length) return file;
    const isSame = isReparsed(file, plan)
      ? (call: ts.CallExpression, planned: GuardedImport) => readsAlike(typescript, call, planned)
      : (call: ts.CallExpression, planned: GuardedImport) => typescript.getOriginalNode(call) === planned.node;
    const visit = (node: ts.Node): ts.Node => {
      const visited = typescript.visitEachChild(node, visit, context);
      if (!typescript.isCallExpression(visited)) return visited;
      // Through a file that exports several contracted modules again, one call may reach more than one.
      const reached = [...calls.keys()].filter((index) => isSame(visited, calls[index]!));
      if (!reached.length) return visited;
      const isImport = isDynamicImport(typescript, visited);
      return besideOptions(typescript, factory, visited, (load) =>
        reached.reduce((call, index) => guardCall(typescript, factory, sidecar, call, index, isImport), load),
      );
    };
    return typescript.visitEachChild(file, visit, context);
  };

  const importSidecar: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const plan = planOf(file.fileName);
    const sidecar = plan && sidecars.get(plan);
    if (!sidecar) return file;
    const { statements } = file;
    const origins = originsOf(typescript, statements);
    const isEmitted = (each: GuardedImport) =>
      isReparsed(file, plan) || (origins.has(each.node) && !unreached.has(each));
    const imports = firstOfEach(plan.imports.filter((each) => !isCall(each) && isEmitted(each)));
    const calls = plan.imports.filter(isCall);
    keep(plan, { imports, calls });
    if (!imports.length && !calls.length && !plan.contract) return file;

    const { factory } = context;
    const directives = countDirectives(typescript, statements);
    const injected = [
      ...statements.slice(0, directives),
      createSidecarImport(typescript, context, plan, sidecar),
      factory.createExpressionStatement(callGuard(factory, sidecar, [])),
      ...statements.slice(directives),
    ];
    // Keeping the range keeps the file's leading comment, also when its first statement is elided.
    return factory.updateSourceFile(file, typescript.setTextRange(factory.createNodeArray(injected), statements));
  };

  return { before: [guardCalls], after: [importSidecar] };
}
