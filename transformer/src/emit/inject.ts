import type ts from "typescript";
import { emitResolverOf, type TypeScript } from "../compiler.js";
import { isKept } from "../discover/elision.js";
import type { GuardedImport } from "../discover/imports.js";
import type { ModuleFormat } from "../generate/sidecar.js";
import type { ContractedModule } from "../model.js";
import { callGuard, createCallGuard, createCallMatcher } from "./calls.js";

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

/** Number of directives (`"use strict"`, `"use client"`) at the head of a file: nothing may stand before them. */
function countDirectives(typescript: TypeScript, statements: readonly ts.Statement[]): number {
  const isDirective = (statement: ts.Statement) =>
    typescript.isExpressionStatement(statement) && typescript.isStringLiteral(statement.expression);
  const first = statements.findIndex((statement) => !isDirective(statement));
  return first < 0 ? statements.length : first;
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
  const isCall = ({ call }: GuardedImport) => call !== undefined;
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
    const match = createCallMatcher(typescript, context.getCompilerOptions(), file, isReparsed(file, plan));
    const guard = createCallGuard(typescript, factory, sidecar);
    const visit = (node: ts.Node): ts.Node => {
      const visited = typescript.visitEachChild(node, visit, context);
      if (!typescript.isCallExpression(visited) && !typescript.isNewExpression(visited)) return visited;
      const planned = match(visited, calls);
      return planned.length ? guard(visited, planned) : visited;
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
