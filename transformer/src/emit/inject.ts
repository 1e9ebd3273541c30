import type ts from "typescript";
import { emitResolverOf, type TypeScript } from "../compiler.js";
import { isKept } from "../discover/elision.js";
import type { GuardedImport } from "../discover/imports.js";
import type { ModuleFormat } from "../generate/sidecar.js";

/** What is known about a file before emit. */
export interface FilePlan {
  readonly file: ts.SourceFile;
  readonly hasContract: boolean;
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
  factory: ts.NodeFactory,
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
  const list = factory.createVariableDeclarationList([declaration], typescript.NodeFlags.Const);
  return factory.createVariableStatement(undefined, list);
}

/** `importspy_1.$importspy(…)` */
function callGuard(factory: ts.NodeFactory, sidecar: ts.Identifier, values: readonly ts.Expression[]): ts.Expression {
  const guard = factory.createPropertyAccessExpression(sidecar, "$importspy");
  return factory.createCallExpression(guard, undefined, values);
}

/**
 * Guards a call that loads a module, at the call:
 * `import("./x")`  → `importspy_1.$importspy(0, () => import("./x"))`, so that the promise rejects
 * `require("./x")` → `(importspy_1.$importspy(0), require("./x"))`
 */
function guardCall(
  typescript: TypeScript,
  factory: ts.NodeFactory,
  sidecar: ts.Identifier,
  call: ts.CallExpression,
  index: number,
): ts.Expression {
  const number = factory.createNumericLiteral(index);
  if (call.expression.kind !== typescript.SyntaxKind.ImportKeyword) {
    return factory.createParenthesizedExpression(factory.createComma(callGuard(factory, sidecar, [number]), call));
  }
  const arrowToken = factory.createToken(typescript.SyntaxKind.EqualsGreaterThanToken);
  const load = factory.createArrowFunction(undefined, undefined, [], undefined, arrowToken, call);
  return callGuard(factory, sidecar, [number, load]);
}

/** Number of directives (`"use strict"`, `"use client"`) at the head of a file: nothing may stand before them. */
function countDirectives(typescript: TypeScript, statements: readonly ts.Statement[]): number {
  const isDirective = (statement: ts.Statement) =>
    typescript.isExpressionStatement(statement) && typescript.isStringLiteral(statement.expression);
  const first = statements.findIndex((statement) => !isDirective(statement));
  return first < 0 ? statements.length : first;
}

/**
 * Makes the transformer that injects guards.
 *
 * `import { a } from "./m"`  →  `import * as importspy_1 from "./x.importspy.js"; importspy_1.$importspy(); import …`
 *
 * @param typescript - The compiler.
 * @param planOf - The plan of a file, when it has a contract or a guarded import.
 * @param keep - Takes the imports that TypeScript keeps, for the file's sidecar.
 * @returns A `before` transformer. It returns a file without a guard as it is.
 */
export function createInjector(
  typescript: TypeScript,
  planOf: (file: ts.SourceFile) => FilePlan | undefined,
  keep: (plan: FilePlan, kept: KeptImports) => void,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const plan = planOf(typescript.getOriginalNode(file, typescript.isSourceFile));
    if (!plan) return file;
    const { factory } = context;
    const resolver = emitResolverOf(context);
    const options = context.getCompilerOptions();
    const kept = plan.imports.filter((each) => isKept(typescript, options, resolver, each));
    const calls = kept.filter(({ node }) => typescript.isCallExpression(node));
    const imports = kept.filter(({ node }) => !typescript.isCallExpression(node));
    keep(plan, { imports, calls });
    if (!kept.length && !plan.hasContract) return file;

    const sidecar = factory.createUniqueName("importspy");
    const visit = (node: ts.Node): ts.Node => {
      const original = typescript.getOriginalNode(node);
      const visited = typescript.visitEachChild(node, visit, context);
      const index = calls.findIndex((call) => call.node === original);
      return index < 0 || !typescript.isCallExpression(visited)
        ? visited
        : guardCall(typescript, factory, sidecar, visited, index);
    };
    const { statements } = calls.length ? typescript.visitEachChild(file, visit, context) : file;
    const directives = countDirectives(typescript, statements);
    const injected = [
      ...statements.slice(0, directives),
      createSidecarImport(typescript, factory, plan, sidecar),
      factory.createExpressionStatement(callGuard(factory, sidecar, [])),
      ...statements.slice(directives),
    ];
    // Keeping the range keeps the file's leading comment, also when its first statement is elided.
    return factory.updateSourceFile(file, typescript.setTextRange(factory.createNodeArray(injected), file.statements));
  };
}
