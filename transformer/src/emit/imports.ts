import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";
import type { GuardedImport } from "../link/imports.js";
import { reexportOf } from "./calls.js";
import { firstOfEach, type KeptImports, type Moment, placeMoments } from "./moments.js";
import { callGuard, createNamespaceImport, createThunk } from "./nodes.js";

/** A statement that loads a module when the file is evaluated. */
interface LoadingStatement {
  readonly statement: ts.Statement;
  readonly specifier: string;
  /** The `require()` call of a CommonJS statement. */
  readonly call: ts.CallExpression | undefined;
  /** The contracted modules that it loads. */
  readonly moment: Moment;
}

/** `require("./x")` in a statement that was an import. Iterative, since statements may be deeply nested. */
function callIn(typescript: TypeScript, root: ts.Node): ts.CallExpression | undefined {
  const left = [root];
  for (let node = left.pop(); node; node = left.pop()) {
    if (typescript.isFunctionLike(node)) continue;
    if (typescript.isCallExpression(node)) {
      const [specifier, ...others] = node.arguments;
      const isRequire = typescript.isIdentifier(node.expression) && specifier && !others.length;
      if (isRequire && typescript.isStringLiteralLike(specifier)) return node;
    }
    const children: ts.Node[] = [];
    typescript.forEachChild(node, (child) => void children.push(child));
    left.push(...children.reverse());
  }
  return undefined;
}

function loadOf(typescript: TypeScript, statement: ts.Statement): Omit<LoadingStatement, "moment"> | undefined {
  if (typescript.isImportDeclaration(statement) || typescript.isExportDeclaration(statement)) {
    const { moduleSpecifier } = statement;
    const isNamed = moduleSpecifier && typescript.isStringLiteralLike(moduleSpecifier);
    return isNamed ? { statement, specifier: moduleSpecifier.text, call: undefined } : undefined;
  }
  if (!typescript.isVariableStatement(statement) && !typescript.isExpressionStatement(statement)) return undefined;
  const call = callIn(typescript, statement);
  return call && { statement, specifier: (call.arguments[0] as ts.StringLiteralLike).text, call };
}

/** The source node of a statement, and its ancestors. */
function originsOf(typescript: TypeScript, statement: ts.Statement): ts.Node[] {
  const origins: ts.Node[] = [];
  let origin: ts.Node | undefined = typescript.getOriginalNode(statement);
  // For older targets, `export * as ns` is split into an import and an export, whose origins are parts of it. So the
  // ancestors count.
  for (; origin && !typescript.isSourceFile(origin); origin = origin.parent) origins.push(origin);
  return origins;
}

/** Finds the emitted statements of the planned imports. */
function findLoads(
  typescript: TypeScript,
  statements: readonly ts.Statement[],
  planned: readonly GuardedImport[],
  isReparsed: boolean,
): LoadingStatement[] {
  const left = new Set(planned);
  return statements.flatMap((statement) => {
    const load = loadOf(typescript, statement);
    if (!load) return [];
    const origins = originsOf(typescript, statement);
    // Imports that the compiler adds and reparsed nodes have no source node. They are matched by specifier.
    const isIt = ({ node, specifier }: GuardedImport) =>
      isReparsed || node.pos < 0 ? specifier.text === load.specifier : origins.includes(node);
    const moment = [...left].filter(isIt);
    for (const each of moment) left.delete(each);
    return [{ ...load, moment }];
  });
}

/**
 * Whether a statement is an `export * from "./x"`. Node.js reads the names of the exports from its CommonJS form, so it
 * must not change.
 */
function isStar(typescript: TypeScript, statement: ts.Statement): boolean {
  const origin = typescript.getOriginalNode(statement);
  return typescript.isExportDeclaration(origin) && !origin.exportClause;
}

/** `importspy_1.$importspy(0, () => require("./x"))` */
function guardRequire(
  typescript: TypeScript,
  context: ts.TransformationContext,
  sidecar: ts.Identifier,
  number: number,
  call: ts.Expression,
): ts.Expression {
  const load = createThunk(typescript, context, call);
  return callGuard(context.factory, sidecar, [context.factory.createNumericLiteral(number), load]);
}

/** The guard in a statement of its own, before a statement that must not change. It loads the module first. */
function guardBefore(
  typescript: TypeScript,
  context: ts.TransformationContext,
  sidecar: ts.Identifier,
  number: number,
  specifier: string,
): ts.Statement {
  const { factory } = context;
  const values = [factory.createStringLiteral(specifier)];
  const call = factory.createCallExpression(factory.createIdentifier("require"), undefined, values);
  return factory.createExpressionStatement(guardRequire(typescript, context, sidecar, number, call));
}

/** Guards imports that were compiled to `require()` calls. */
function guardRequires(
  typescript: TypeScript,
  context: ts.TransformationContext,
  sidecar: ts.Identifier,
  loads: readonly LoadingStatement[],
  numberOf: (load: LoadingStatement) => number,
): Map<ts.Statement, ts.Statement[]> {
  const guarded = new Map<ts.Statement, ts.Statement[]>();
  for (const load of loads) {
    const { statement, call, specifier } = load;
    // require("./x") → importspy_1.$importspy(0, () => require("./x"))
    const replace = (node: ts.Node): ts.Node =>
      node === call
        ? guardRequire(typescript, context, sidecar, numberOf(load), call)
        : typescript.visitEachChild(node, replace, context);
    const replaced = isStar(typescript, statement)
      ? [guardBefore(typescript, context, sidecar, numberOf(load), specifier), statement]
      : [replace(statement) as ts.Statement];
    guarded.set(statement, replaced);
  }
  return guarded;
}

/** The statements of a file with guarded imports, and the data of its sidecar. */
export interface GuardedStatements {
  readonly statements: readonly ts.Statement[];
  readonly kept: KeptImports;
  /** The local names of further sidecars. */
  readonly further: readonly ts.Identifier[];
}

/**
 * Guards the imports of a file that TypeScript has kept.
 *
 * `import "./a"; import "./m"` → `import "./a"; import * as importspy_2 from "./x.importspy-1.js"; import "./m"`
 *
 * @param typescript - The compiler.
 * @param context - Its factory makes the nodes.
 * @param statements - The statements after TypeScript's own transformers.
 * @param planned - The static imports of contracted modules.
 * @param calls - The calls that load contracted modules.
 * @param sidecar - The local name of the file's sidecar, and the specifiers of it and of further ones.
 * @param isReparsed - Whether another transformer reparsed the file, so that nodes do not lead back to the source.
 */
export function guardImports(
  typescript: TypeScript,
  context: ts.TransformationContext,
  statements: readonly ts.Statement[],
  planned: readonly GuardedImport[],
  calls: readonly GuardedImport[],
  sidecar: { readonly name: ts.Identifier; specifier(further: number): string },
  isReparsed: boolean,
): GuardedStatements {
  const { factory } = context;
  const found = findLoads(typescript, statements, planned, isReparsed);
  const first = firstOfEach(found.map(({ moment }) => moment));
  const loads = found.map((load, index) => ({ ...load, moment: first[index]! }));
  const { head, further } = placeMoments(loads.filter(({ call }) => !call));
  const requires = loads.filter(({ call, moment }) => call && moment.length);
  const placed = [...(head ? [head] : []), ...further, ...requires];
  const numberOf = (load: LoadingStatement) => calls.length + placed.indexOf(load);
  const names = further.map(() => factory.createUniqueName("importspy"));
  const guarded = guardRequires(typescript, context, sidecar.name, requires, numberOf);
  for (const [index, { statement }] of further.entries()) {
    guarded.set(statement, [createNamespaceImport(factory, names[index]!, sidecar.specifier(index + 1)), statement]);
  }
  for (const { statement } of isReparsed ? [] : found) {
    const origins = originsOf(typescript, statement);
    const isIt = ({ node }: GuardedImport) => {
      const reexport = reexportOf(typescript, node);
      return reexport !== undefined && origins.includes(reexport);
    };
    const before = calls.flatMap((each, number) =>
      isIt(each) ? [guardBefore(typescript, context, sidecar.name, number, each.specifier.text)] : [],
    );
    if (before.length) guarded.set(statement, [...before, statement]);
  }
  return {
    statements: statements.flatMap((statement) => guarded.get(statement) ?? statement),
    kept: {
      moments: [...calls.map((each) => [each]), ...placed.map(({ moment }) => moment)],
      ...(head && { head: numberOf(head) }),
      further: further.map(numberOf),
    },
    further: names,
  };
}
