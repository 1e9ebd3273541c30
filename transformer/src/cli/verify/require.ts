import type ts from "typescript";
import type { TypeScript } from "../../compiler.js";
import { walk } from "./syntax.js";

/** `require` itself, or what TypeScript makes of `createRequire` for `import x = require("x")` in ES modules. */
export const REQUIRE = /^(__|_)?require$/;

/** Text in which `require` may go by another name, or stand elsewhere than right before its argument. */
const OTHERWISE = /\bcreateRequire\b|\.require\b|\brequire\s*(?:\?\.|\))|=\s*require\b(?!\s*\()/;

/** Whether a text may load modules with what `findSpecifiers` does not take for `require`. */
export const mayRequireOtherwise = (text: string): boolean => OTHERWISE.test(text);

/** `(0, module.createRequire)` → `createRequire` */
function calledName(typescript: TypeScript, callee: ts.Expression): string | undefined {
  if (typescript.isParenthesizedExpression(callee)) return calledName(typescript, callee.expression);
  if (typescript.isBinaryExpression(callee)) return calledName(typescript, callee.right);
  if (typescript.isPropertyAccessExpression(callee)) return callee.name.text;
  return typescript.isIdentifier(callee) ? callee.text : undefined;
}

/**
 * Makes a test for callees in a file: whether one is `require`, by any name: `module.require`, `(0, require)`, what
 * `createRequire` returned.
 *
 * @param typescript - Its parser.
 * @param file - The file.
 */
export function createRequireTest(typescript: TypeScript, file: ts.SourceFile): (callee: ts.Expression) => boolean {
  const makers = new Set(["createRequire"]);
  const names = new Set<string>();
  const isMade = (node: ts.Expression) =>
    typescript.isCallExpression(node) && makers.has(calledName(typescript, node.expression) ?? "");
  const isRequire = (callee: ts.Expression): boolean => {
    if (typescript.isParenthesizedExpression(callee)) return isRequire(callee.expression);
    if (typescript.isBinaryExpression(callee)) return isRequire(callee.right);
    if (typescript.isPropertyAccessExpression(callee)) return callee.getText() === "module.require";
    if (typescript.isIdentifier(callee)) return REQUIRE.test(callee.text) || names.has(callee.text);
    return isMade(callee);
  };
  if (!mayRequireOtherwise(file.text)) return isRequire;
  walk(typescript, file, (node) => {
    // import { createRequire as a } from "node:module"; const { createRequire: b } = …
    const isRenamed = typescript.isImportSpecifier(node) || typescript.isBindingElement(node);
    if (isRenamed && node.propertyName?.getText() === "createRequire") makers.add(node.name.getText());
    if (!typescript.isVariableDeclaration(node) || !node.initializer || !typescript.isIdentifier(node.name)) return;
    const { initializer } = node;
    const isAlias = typescript.isIdentifier(initializer) && initializer.text === "require";
    if (isAlias || isMade(initializer)) names.add(node.name.text);
  });
  return isRequire;
}
