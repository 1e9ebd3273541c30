import type ts from "typescript";
import { isDynamicImport, unwrap } from "../compiler.js";
import type { Context } from "../context.js";

/** The module specifier of a call that loads a module, if it is written out. */
export function specifierOf({ ts }: Context, call: ts.CallExpression): ts.StringLiteralLike | undefined {
  const [argument] = call.arguments;
  const specifier = argument && unwrap(ts, argument);
  return specifier && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}

/** What a name stands for, when that is declared in this program's own code. */
function ownDeclarationsOf({ ts, checker }: Context, name: ts.Identifier): readonly ts.Declaration[] {
  const isAmbient = (declaration: ts.Declaration) =>
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0;
  const declarations = checker.getSymbolAtLocation(name)?.declarations ?? [];
  // The `module` of a JavaScript file is declared by the file as a whole.
  return declarations.filter(
    (each) => !ts.isSourceFile(each) && !each.getSourceFile().isDeclarationFile && !isAmbient(each),
  );
}

/** `createRequire(import.meta.url)` of `node:module`, also by the name that an import gives it. */
function isCreateRequire(context: Context, node: ts.Node): boolean {
  const { ts } = context;
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(name)) return false;
  const isImported = (each: ts.Declaration) =>
    ts.isImportSpecifier(each) && each.propertyName?.text === "createRequire";
  return name.text === "createRequire" || ownDeclarationsOf(context, name).some(isImported);
}

/** Whether a callee is Node's `require`, and no function of the user's that happens to have the name. */
function isRequire(context: Context, callee: ts.Expression): boolean {
  const { ts } = context;
  if (ts.isPropertyAccessExpression(callee)) {
    const { expression, name } = callee;
    return name.text === "require" && ts.isIdentifier(expression) && isOwnModule(context, expression);
  }
  if (!ts.isIdentifier(callee)) return isCreateRequire(context, callee);
  if (callee.text !== "require" && !callee.getSourceFile().text.includes("createRequire")) return false;
  const own = ownDeclarationsOf(context, callee);
  if (!own.length) return callee.text === "require";
  return own.some(
    (each) => ts.isVariableDeclaration(each) && each.initializer && isCreateRequire(context, each.initializer),
  );
}

/** Whether a name is the `module` that Node.js gives to a CommonJS module. */
function isOwnModule(context: Context, name: ts.Identifier): boolean {
  return name.text === "module" && !ownDeclarationsOf(context, name).length;
}

/**
 * Finds the calls that load a module and that TypeScript does not count among a file's imports: of `require()`, which it
 * counts in JavaScript files only, and `import(("./x"))` and `import("./x" as const)`.
 *
 * @param context - The program.
 * @param file - The file.
 * @returns Their module specifiers.
 */
export function findUncounted(context: Context, file: ts.SourceFile): readonly ts.StringLiteralLike[] {
  const { ts } = context;
  const found: ts.StringLiteralLike[] = [];
  if (!/require|\bimport\s*(?:\.\s*defer\s*)?\(/i.test(file.text)) return found;
  const visit = (node: ts.Node): void => {
    const specifier = ts.isCallExpression(node) ? specifierOf(context, node) : undefined;
    if (specifier && ts.isCallExpression(node)) {
      const isWrapped = specifier !== node.arguments[0];
      if (isDynamicImport(ts, node) ? isWrapped : isRequire(context, unwrap(ts, node.expression)))
        found.push(specifier);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
