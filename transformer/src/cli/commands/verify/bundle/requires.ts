/**
 * Which functions of a bundle are `require`, whatever a bundler or a minifier named them.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { plain, type Script } from "./script.js";

/** What a name stands for: the name that an import or a pattern renames, or the expression that a variable starts with. */
function* sourcesOf(typescript: TypeScript, name: ts.Identifier, script: Script): Iterable<string | ts.Expression> {
  const symbol = script.lookup(name);
  if (!symbol) yield name.text;
  for (const declaration of symbol ? script.declarationsOf(symbol) : []) {
    if (typescript.isImportSpecifier(declaration) || typescript.isBindingElement(declaration)) {
      yield (declaration.propertyName ?? declaration.name).getText();
    } else if (typescript.isVariableDeclaration(declaration) && declaration.initializer) {
      yield plain(typescript, declaration.initializer);
    }
  }
}

/**
 * Whether an expression is `createRequire` of `node:module`.
 *
 * @param seen - Names that are being looked up, since `var a = b, b = a` is allowed.
 */
function isCreateRequire(
  typescript: TypeScript,
  expression: ts.Expression,
  script: Script,
  seen: ReadonlySet<string>,
): boolean {
  if (!typescript.isIdentifier(expression)) return /\bcreateRequire\b/.test(expression.getText());
  if (seen.has(expression.text)) return false;
  const inner = new Set(seen).add(expression.text);
  for (const source of sourcesOf(typescript, expression, script)) {
    if (typeof source === "string" ? source === "createRequire" : isCreateRequire(typescript, source, script, inner)) {
      return true;
    }
  }
  return false;
}

/**
 * Whether an expression is `require`, what stands for it, or what `createRequire` made.
 *
 * @param typescript - The parser of the script.
 * @param expression - The expression.
 * @param script - Its script.
 * @param seen - Names that are being looked up.
 * @example `const t = e(import.meta.url)` behind `import { createRequire as e } from "node:module"`, and esbuild's
 * `var l = (t => typeof require < "u" ? require : t)(…)`
 */
export function isRequire(
  typescript: TypeScript,
  expression: ts.Expression,
  script: Script,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (typescript.isIdentifier(expression)) {
    if (seen.has(expression.text)) return false;
    const inner = new Set(seen).add(expression.text);
    for (const source of sourcesOf(typescript, expression, script)) {
      if (typeof source === "string" ? source === "require" : isRequire(typescript, source, script, inner)) return true;
    }
    return false;
  }
  if (!typescript.isCallExpression(expression)) return /\brequire\b/.test(expression.getText());
  const callee = plain(typescript, expression.expression);
  // What `require("debug")` gives is no `require`.
  const isFunction = typescript.isFunctionLike(callee);
  return isFunction ? /\brequire\b/.test(callee.getText()) : isCreateRequire(typescript, callee, script, new Set());
}
