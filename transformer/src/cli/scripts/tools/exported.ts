/**
 * The objects that a configuration exports.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";

/** The expression after `export default` or `module.exports =`. */
export function exportedBy(typescript: TypeScript, file: ts.SourceFile): ts.Expression | undefined {
  for (const statement of file.statements) {
    if (typescript.isExportAssignment(statement)) return statement.expression;
    const expression = typescript.isExpressionStatement(statement) ? statement.expression : undefined;
    const isAssignment = expression && typescript.isBinaryExpression(expression);
    if (isAssignment && expression.left.getText(file) === "module.exports") return expression.right;
  }
  return undefined;
}

/** The constants at the top level of a file. */
export function constantsOf(typescript: TypeScript, file: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const declarations = file.statements.flatMap((statement) =>
    typescript.isVariableStatement(statement) ? statement.declarationList.declarations : [],
  );
  return new Map(
    declarations.flatMap(({ name, initializer }) =>
      typescript.isIdentifier(name) && initializer ? [[name.text, initializer] as const] : [],
    ),
  );
}

/** The objects of a configuration, found through `defineConfig()`, a function, a list or a name. */
export function configsOf(
  typescript: TypeScript,
  constants: ReadonlyMap<string, ts.Expression>,
  node: ts.Expression | undefined,
): ts.ObjectLiteralExpression[] | undefined {
  if (!node) return undefined;
  const go = (inner: ts.Expression | undefined) => configsOf(typescript, constants, inner);
  if (typescript.isObjectLiteralExpression(node)) return [node];
  if (typescript.isParenthesizedExpression(node) || typescript.isSatisfiesExpression(node)) return go(node.expression);
  if (typescript.isAsExpression(node)) return go(node.expression);
  if (typescript.isIdentifier(node)) return go(constants.get(node.text));
  if (typescript.isCallExpression(node)) return node.arguments.length === 1 ? go(node.arguments[0]) : undefined;
  if (typescript.isArrayLiteralExpression(node)) {
    const all = node.elements.map(go);
    return all.every((each) => each !== undefined) ? all.flat() : undefined;
  }
  if (!typescript.isArrowFunction(node)) return undefined;
  if (!typescript.isBlock(node.body)) return go(node.body);
  const [last, ...earlier] = [...node.body.statements].reverse();
  const returns = (each: ts.Node): boolean =>
    typescript.isReturnStatement(each) ||
    (!typescript.isFunctionLike(each) && (typescript.forEachChild(each, returns) ?? false));
  return last && typescript.isReturnStatement(last) && !earlier.some(returns) ? go(last.expression) : undefined;
}

/** The value of a property of an object; a name stands for its constant. */
export function propertyOf(
  typescript: TypeScript,
  constants: ReadonlyMap<string, ts.Expression>,
  { properties }: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  const isIt = ({ name: own }: ts.ObjectLiteralElementLike) =>
    own && (typescript.isIdentifier(own) || typescript.isStringLiteral(own)) && own.text === name;
  const property = properties.find(isIt);
  if (property && typescript.isShorthandPropertyAssignment(property)) return constants.get(name);
  const value = property && typescript.isPropertyAssignment(property) ? property.initializer : undefined;
  return value && typescript.isIdentifier(value) ? constants.get(value.text) : value;
}
