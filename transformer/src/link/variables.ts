import type ts from "typescript";
import { parentOf, type TypeScript, unwrap } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";
import { propertyNameOf } from "./assigned.js";
import type { FileValues } from "./loads.js";

/** A variable that a file reads of the environment. */
export interface VariableRead {
  readonly name: string;
  /** What it is read of. */
  readonly of: "process.env" | "import.meta.env";
  /** What names it. */
  readonly node: ts.Node;
}

const isEnvironment = (name: string): name is VariableRead["of"] =>
  name === "process.env" || name === "import.meta.env";

/** `a = …` and `delete a` read nothing. */
function isWritten(typescript: TypeScript, access: ts.Node): boolean {
  const parent = parentOf(typescript, access);
  if (typescript.isDeleteExpression(parent)) return true;
  const isAssignment =
    typescript.isBinaryExpression(parent) && parent.operatorToken.kind === typescript.SyntaxKind.EqualsToken;
  return isAssignment && unwrap(typescript, parent.left) === access;
}

/**
 * Finds the variables that a file reads by names that its syntax tells: `process.env.X`, `import.meta.env["X"]`,
 * `const { X } = process.env`, also through other names of these and through imports of `node:process`. What is read by
 * a name that is computed, and what is handed on as a whole, cannot be told.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param values - Knows its values.
 */
export function findVariableReads(typescript: TypeScript, file: ts.SourceFile, values: FileValues): VariableRead[] {
  const reads: VariableRead[] = [];
  const namesOf = (expression: ts.Expression) => values.thingsOf(expression).map(({ name }) => name);

  /** `{ env: { X } }`, of what is called `of`. */
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
