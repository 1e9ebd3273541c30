/**
 * Which functions of a bundle are `require`, whatever a bundler or a minifier named them.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { plain, type Script } from "./script.js";

/** What a name stands for: the name that an import or a pattern renames, or the expression that a variable starts with. */
function sourcesOf(typescript: TypeScript, name: ts.Identifier, script: Script): readonly (string | ts.Expression)[] {
  const symbol = script.lookup(name);
  if (!symbol) return [name.text];
  return script.declarationsOf(symbol).flatMap((declaration) => {
    if (typescript.isImportSpecifier(declaration) || typescript.isBindingElement(declaration)) {
      return (declaration.propertyName ?? declaration.name).getText();
    }
    const isSet = typescript.isVariableDeclaration(declaration) && declaration.initializer;
    return isSet ? plain(typescript, isSet) : [];
  });
}

/**
 * Whether an expression is a function of this name, or a name or another expression that stands for it.
 *
 * @param isMade - Whether a call gives such a function.
 * @param seen - Names that are being looked up, since `var a = b, b = a` is allowed.
 */
function standsFor(
  typescript: TypeScript,
  wanted: "require" | "createRequire",
  expression: ts.Expression,
  script: Script,
  isMade?: (call: ts.CallExpression) => boolean,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (!typescript.isIdentifier(expression)) {
    const isCall = isMade && typescript.isCallExpression(expression);
    return isCall ? isMade(expression) : new RegExp(`\\b${wanted}\\b`).test(expression.getText());
  }
  if (seen.has(expression.text)) return false;
  const inner = new Set(seen).add(expression.text);
  return sourcesOf(typescript, expression, script).some((source) =>
    typeof source === "string" ? source === wanted : standsFor(typescript, wanted, source, script, isMade, inner),
  );
}

/**
 * Whether an expression is `require`, what stands for it, or what `createRequire` made.
 *
 * @param typescript - The parser of the script.
 * @param expression - The expression.
 * @param script - Its script.
 * @example `const t = e(import.meta.url)` behind `import { createRequire as e } from "node:module"`, and esbuild's
 * `var l = (t => typeof require < "u" ? require : t)(…)`
 */
export function standsForRequire(typescript: TypeScript, expression: ts.Expression, script: Script): boolean {
  return standsFor(typescript, "require", expression, script, (call) => {
    const callee = plain(typescript, call.expression);
    // What `require("debug")` gives is no `require`.
    const isFunction = typescript.isFunctionLike(callee);
    return isFunction ? /\brequire\b/.test(callee.getText()) : standsFor(typescript, "createRequire", callee, script);
  });
}
