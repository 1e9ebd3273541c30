import type ts from "typescript";
import { internalFile, type TypeScript } from "../compiler/compiler.js";

/** The expression of a tag, or why its text is not one. */
export type ParsedExpression = { readonly expression: ts.Expression } | { readonly mistake: string };

/** Names that mean something else in each place, so that an expression with them cannot be moved into a sidecar. */
function strayOf(typescript: TypeScript, node: ts.Node): string | undefined {
  if (typescript.isAwaitExpression(node)) return "it would have to wait";
  const isNew = typescript.isMetaProperty(node) && node.keywordToken === typescript.SyntaxKind.NewKeyword;
  if (isNew || node.kind === typescript.SyntaxKind.ThisKeyword) return `'${node.getText()}' has no meaning there`;
  if (typescript.isIdentifier(node) && node.text === "arguments") return "'arguments' has no meaning there";
  // What follows belongs to the function. An arrow function has none of these of its own.
  const hasItsOwn = typescript.isFunctionLike(node) && !typescript.isArrowFunction(node);
  if (hasItsOwn || typescript.isClassLike(node)) return undefined;
  if (typescript.isArrowFunction(node) && node.modifiers) return undefined;
  return typescript.forEachChild(node, (child) => strayOf(typescript, child));
}

/**
 * Parses the expression of a tag: all of its text, and nothing that the text only resembles.
 *
 * @param typescript - The compiler of the build.
 * @param text - The text of `validate`.
 */
export function parseExpression(typescript: TypeScript, text: string): ParsedExpression {
  // A line comment at the end of the text must not hide the parenthesis.
  const file = typescript.createSourceFile("validate.ts", `(${text}\n);`, typescript.ScriptTarget.Latest, true);
  const [error] = internalFile(file).parseDiagnostics;
  if (error) return { mistake: typescript.flattenDiagnosticMessageText(error.messageText, " ").replace(/\.$/, "") };
  const [statement, next] = file.statements;
  if (next) return { mistake: "it goes on behind a ';'" };
  const whole = statement && typescript.isExpressionStatement(statement) ? statement.expression : undefined;
  // `a) || (b` between parentheses is an expression too.
  if (!whole || !typescript.isParenthesizedExpression(whole)) return { mistake: "its parentheses do not match" };
  const { expression } = whole;
  const mistake = strayOf(typescript, expression);
  return mistake === undefined ? { expression } : { mistake };
}
