import type ts from "typescript";
import type { ContractedModule } from "../analysis/model.js";
import type { ModuleFormat } from "../artifacts/sidecarNames.js";
import { emitResolverOf, type TypeScript } from "../compiler/compiler.js";
import { isKept } from "../link/elision.js";
import type { GuardedImport } from "../link/imports.js";
import { createCallGuard, createCallMatcher, reexportOf } from "./calls.js";
import { guardImports } from "./imports.js";
import type { KeptImports } from "./moments.js";
import { callGuard, callValues, createNamespaceImport, createRequire, shapePackages } from "./nodes.js";
import { replaceNodes } from "./replace.js";
import { type AnsweredCall, createValueMatcher, dropImports } from "./values.js";

/** The plan of a file, made before emit. */
export interface FilePlan {
  readonly file: ts.SourceFile;
  /** The contracted module that the file is, if it has a contract. */
  readonly contract: ContractedModule | undefined;
  readonly imports: readonly GuardedImport[];
  /** Its calls of `env<C>()`, `importers<C>()` and `load<T>()`, which become calls of the sidecar. */
  readonly values: readonly AnsweredCall[];
  /** The packages whose exports its contract checks. */
  readonly packages: readonly string[];
  readonly format: ModuleFormat;
  /** The module specifier of the file's sidecar, or of a further one by its number. */
  sidecarSpecifier(further?: number): string;
}

/** Whether the emitted file still needs its sidecar. */
export function needsSidecar({ contract, values }: FilePlan, { moments }: KeptImports): boolean {
  return contract !== undefined || values.length > 0 || moments.length > 0;
}

/** The number of directives (`"use strict"`, `"use client"`) at the start of a file. The guard comes after them. */
function countDirectives(typescript: TypeScript, statements: readonly ts.Statement[]): number {
  const isDirective = (statement: ts.Statement) =>
    typescript.isExpressionStatement(statement) && typescript.isStringLiteral(statement.expression);
  const first = statements.findIndex((statement) => !isDirective(statement));
  return first < 0 ? statements.length : first;
}

/**
 * Makes the transformers that inject guards.
 *
 * `import { a } from "./m"`  →  `import * as importspy_1 from "./x.importspy.js"; importspy_1.$importspy(); import …`
 *
 * The first one guards calls. The second one runs after TypeScript's own transformers, when it is known which imports
 * they kept. It puts the sidecar's import before the imports that TypeScript added (JSX runtime, tslib).
 *
 * @param typescript - The compiler.
 * @param planOf - The plan of a file that has a contract or a guarded import, by file name: other transformers may have
 *   made new source files.
 * @param keep - Receives the imports that TypeScript has kept, for the file's sidecars.
 * @returns Transformers to run after those of others. They return a file without a guard unchanged.
 */
export function createInjector(
  typescript: TypeScript,
  planOf: (fileName: string) => FilePlan | undefined,
  keep: (plan: FilePlan, kept: KeptImports) => void,
): Required<Pick<ts.CustomTransformers, "before" | "after">> {
  const sidecars = new Map<FilePlan, ts.Identifier>();
  const unreached = new Set<GuardedImport>();
  const isCall = ({ call }: GuardedImport) => call !== undefined;
  /** Whether another transformer reparsed its own output. Then nodes do not lead back to the source. */
  const isReparsed = (file: ts.SourceFile, plan: FilePlan) => typescript.getOriginalNode(file) !== plan.file;

  const guardCalls: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const plan = planOf(file.fileName);
    if (!plan) return file;
    const { factory } = context;
    const sidecar = factory.createUniqueName("importspy");
    sidecars.set(plan, sidecar);
    for (const each of plan.imports) {
      // Only the resolver knows which names of a kept import are used.
      if (each.names && !isKept(typescript, context.getCompilerOptions(), emitResolverOf(context), each))
        unreached.add(each);
    }
    const calls = plan.imports.filter(isCall);
    if (!calls.length && !plan.values.length) return file;
    const match = createCallMatcher(typescript, context.getCompilerOptions(), file, isReparsed(file, plan));
    const guard = createCallGuard(typescript, factory, sidecar);
    const findAnswer = createValueMatcher(typescript, plan.values, isReparsed(file, plan));
    const isLeft = (node: ts.Node) => !isReparsed(file, plan) && reexportOf(typescript, node) !== undefined;
    const isUsed = (specifier: ts.ImportSpecifier) =>
      context.getCompilerOptions().verbatimModuleSyntax === true ||
      emitResolverOf(context).isReferencedAliasDeclaration(specifier);
    const kept =
      plan.values.length && !isReparsed(file, plan)
        ? dropImports(typescript, factory, file, plan.values, isUsed)
        : file;
    return replaceNodes(typescript, context, kept, isLeft, (node) => {
      if (!typescript.isCallExpression(node) && !typescript.isNewExpression(node)) return undefined;
      const answer = findAnswer(node);
      if (answer) return (replaced) => callValues(typescript, factory, sidecar, answer, replaced as ts.CallExpression);
      const planned = match(node, calls);
      return planned.length ? (replaced) => guard(replaced as typeof node, planned) : undefined;
    });
  };

  const guardOthers: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const plan = planOf(file.fileName);
    const name = plan && sidecars.get(plan);
    if (!name) return file;
    const { factory } = context;
    const planned = plan.imports.filter((each) => !isCall(each) && !unreached.has(each));
    const calls = plan.imports.filter(isCall);
    const sidecar = { name, specifier: plan.sidecarSpecifier };
    const guarded = guardImports(typescript, context, file.statements, planned, calls, sidecar, isReparsed(file, plan));
    keep(plan, guarded.kept);
    if (!needsSidecar(plan, guarded.kept)) return file;

    const directives = countDirectives(typescript, guarded.statements);
    const specifier = plan.sidecarSpecifier();
    const injected = [
      ...guarded.statements.slice(0, directives),
      plan.format === "esm"
        ? createNamespaceImport(factory, name, specifier)
        : createRequire(typescript, context, name, specifier),
      ...[name, ...guarded.further].map((each) => factory.createExpressionStatement(callGuard(factory, each, []))),
      ...(plan.format === "esm" ? shapePackages(typescript, context, name, plan.packages) : []),
      ...guarded.statements.slice(directives),
    ];
    const statements = typescript.setTextRange(factory.createNodeArray(injected), file.statements);
    // With the old range, the file keeps its leading comment, even if its first statement is elided.
    return factory.updateSourceFile(file, statements);
  };

  return { before: [guardCalls], after: [guardOthers] };
}
