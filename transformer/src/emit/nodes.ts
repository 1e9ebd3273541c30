import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";

/** `import * as name from "specifier"` */
export function createNamespaceImport(factory: ts.NodeFactory, name: ts.Identifier, specifier: string): ts.Statement {
  const clause = factory.createImportClause(undefined, undefined, factory.createNamespaceImport(name));
  return factory.createImportDeclaration(undefined, clause, factory.createStringLiteral(specifier));
}

/** `const name = require("specifier")` */
export function createRequire(
  typescript: TypeScript,
  { factory, getCompilerOptions }: ts.TransformationContext,
  name: ts.Identifier,
  specifier: string,
): ts.Statement {
  const values = [factory.createStringLiteral(specifier)];
  const call = factory.createCallExpression(factory.createIdentifier("require"), undefined, values);
  const declaration = factory.createVariableDeclaration(name, undefined, undefined, call);
  const { None, Const } = typescript.NodeFlags;
  const flags = isOld(typescript, getCompilerOptions()) ? None : Const;
  return factory.createVariableStatement(undefined, factory.createVariableDeclarationList([declaration], flags));
}

/** `importspy_1.$importspy(…)` */
export function callGuard(
  factory: ts.NodeFactory,
  sidecar: ts.Identifier,
  values: readonly ts.Expression[],
): ts.Expression {
  const guard = factory.createPropertyAccessExpression(sidecar, "$importspy");
  return factory.createCallExpression(guard, undefined, values);
}

/** `env<Contract>()` → `importspy_1.$env()`, `load<Plugin>("./x.js")` → `importspy_1.$load(0, "./x.js")` */
export function callValues(
  typescript: TypeScript,
  factory: ts.NodeFactory,
  sidecar: ts.Identifier,
  { by, number }: { readonly by: string; readonly number?: number },
  call: ts.CallExpression,
): ts.Expression {
  const values = factory.createPropertyAccessExpression(sidecar, by);
  const given = number === undefined ? [] : [factory.createNumericLiteral(number), ...call.arguments];
  return typescript.setTextRange(factory.createCallExpression(values, undefined, given), call);
}

/**
 * Whether the target lacks `const` and arrow functions. TypeScript does not downlevel nodes that are added after its
 * own transformers.
 */
function isOld(typescript: TypeScript, { target = typescript.ScriptTarget.Latest }: ts.CompilerOptions): boolean {
  return target < typescript.ScriptTarget.ES2015;
}

/** `(a, b) => body` */
export function createArrow(
  typescript: TypeScript,
  factory: ts.NodeFactory,
  names: readonly ts.Identifier[],
  body: ts.Expression,
): ts.ArrowFunction {
  const parameters = names.map((name) => factory.createParameterDeclaration(undefined, undefined, name));
  const arrowToken = factory.createToken(typescript.SyntaxKind.EqualsGreaterThanToken);
  return factory.createArrowFunction(undefined, undefined, parameters, undefined, arrowToken, body);
}

/** `() => value`, or `function () { return value; }` where the target has no arrow functions. */
export function createThunk(
  typescript: TypeScript,
  { factory, getCompilerOptions }: ts.TransformationContext,
  value: ts.Expression,
): ts.Expression {
  if (!isOld(typescript, getCompilerOptions())) return createArrow(typescript, factory, [], value);
  const body = factory.createBlock([factory.createReturnStatement(value)]);
  return factory.createFunctionExpression(undefined, undefined, undefined, undefined, [], undefined, body);
}

/**
 * Gives a new node the position of the call inside it, without comments and source map positions of its own. TypeScript
 * finds the calls whose specifier it rewrites (`./x.ts` → `./x.js`) by descending to their position.
 */
export function around<Node extends ts.Node>(typescript: TypeScript, node: Node, call: ts.Expression): Node {
  typescript.setEmitFlags(node, typescript.EmitFlags.NoSourceMap);
  typescript.setCommentRange(node, { pos: -1, end: -1 });
  return typescript.setTextRange(node, call);
}

/**
 * `import * as importspy_2 from "pg"; importspy_1.$shaped({ "pg": () => importspy_2 })`
 *
 * @param typescript - The compiler.
 * @param context - Its factory makes the nodes.
 * @param sidecar - The local name of the file's sidecar.
 * @param packages - The packages whose exports are validated.
 */
export function shapePackages(
  typescript: TypeScript,
  context: ts.TransformationContext,
  sidecar: ts.Identifier,
  packages: readonly string[],
): ts.Statement[] {
  if (!packages.length) return [];
  const { factory } = context;
  const named = packages.map((name) => [name, factory.createUniqueName("importspy")] as const);
  const properties = named.map(([name, local]) =>
    factory.createPropertyAssignment(factory.createStringLiteral(name), createThunk(typescript, context, local)),
  );
  const shaped = factory.createPropertyAccessExpression(sidecar, "$shaped");
  const call = factory.createCallExpression(shaped, undefined, [factory.createObjectLiteralExpression(properties)]);
  return [
    ...named.map(([name, local]) => createNamespaceImport(factory, local, name)),
    factory.createExpressionStatement(call),
  ];
}
