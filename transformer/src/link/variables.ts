import type ts from "typescript";
import { parentOf, type TypeScript, unwrap } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";
import { propertyNameOf } from "./assigned.js";
import type { FileValues } from "./loads.js";

/** An environment variable that a file reads. */
export interface VariableRead {
  readonly name: string;
  /** The object from which it is read. */
  readonly of: "process.env" | "import.meta.env";
  /** The node of the name. */
  readonly node: ts.Node;
}

const isEnvironment = (name: string): name is VariableRead["of"] =>
  name === "process.env" || name === "import.meta.env";

/** `a = …` and `delete a` do not read `a`. */
function isWritten(typescript: TypeScript, access: ts.Node): boolean {
  const parent = parentOf(typescript, access);
  if (typescript.isDeleteExpression(parent)) return true;
  const isAssignment =
    typescript.isBinaryExpression(parent) && parent.operatorToken.kind === typescript.SyntaxKind.EqualsToken;
  return isAssignment && unwrap(typescript, parent.left) === access;
}

/**
 * Finds the variables that a file reads by known names: `process.env.X`, `import.meta.env["X"]` and
 * `const { X } = process.env`. It follows other names of these objects and imports of `node:process`. Computed names, and
 * uses of the whole object, are not found.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param values - Its values.
 */
export function findVariableReads(typescript: TypeScript, file: ts.SourceFile, values: FileValues): VariableRead[] {
  const reads: VariableRead[] = [];
  const namesOf = (expression: ts.Expression) => values.thingsOf(expression).map(({ name }) => name);

  /** The pattern `{ env: { X } }` on the object `of`. */
  const visitPattern = (pattern: ts.ObjectBindingPattern, of: string): void => {
    for (const { dotDotDotToken, propertyName, name } of pattern.elements) {
      const property = dotDotDotToken ? undefined : propertyNameOf(typescript, propertyName ?? name);
      if (property === undefined) continue;
      if (isEnvironment(of)) reads.push({ name: property, of, node: propertyName ?? name });
      else if (typescript.isObjectBindingPattern(name)) visitPattern(name, `${of}.${property}`);
    }
  };
  /** `({ X: y } = process.env)` */
  const visitAssigned = (pattern: ts.ObjectLiteralExpression, of: string): void => {
    for (const { name } of pattern.properties) {
      const property = name && propertyNameOf(typescript, name);
      if (property !== undefined && isEnvironment(of)) reads.push({ name: property, of, node: name! });
    }
  };
  const visitAccess = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void => {
    const of = namesOf(node.expression).find(isEnvironment);
    if (!of || isWritten(typescript, node)) return;
    if (typescript.isPropertyAccessExpression(node)) {
      reads.push({ name: node.name.text, of, node: node.name });
      return;
    }
    const { argumentExpression: argument } = node;
    const { texts, isClosed } = values.textsOf(argument);
    if (isClosed) for (const { text } of texts) reads.push({ name: text, of, node: argument });
  };

  walk(typescript, file, (node) => {
    if (typescript.isPropertyAccessExpression(node) || typescript.isElementAccessExpression(node)) visitAccess(node);
    const isDeclared = typescript.isVariableDeclaration(node) || typescript.isParameter(node);
    if (isDeclared && node.initializer && typescript.isObjectBindingPattern(node.name)) {
      for (const of of namesOf(node.initializer)) visitPattern(node.name, of);
    }
    if (!typescript.isBinaryExpression(node) || node.operatorToken.kind !== typescript.SyntaxKind.EqualsToken) return;
    const left = unwrap(typescript, node.left);
    if (typescript.isObjectLiteralExpression(left)) for (const of of namesOf(node.right)) visitAssigned(left, of);
  });
  return reads;
}
