import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";

/** Parses emitted JavaScript. */
export function parseJavaScript(typescript: TypeScript, fileName: string, text: string): ts.SourceFile {
  const { Latest } = typescript.ScriptTarget;
  return typescript.createSourceFile(fileName, text, Latest, true, typescript.ScriptKind.JSX);
}

/** Whether the file has syntax errors: then nothing can be proven about it. */
export function hasSyntaxErrors(file: ts.SourceFile): boolean {
  const { parseDiagnostics } = file as ts.SourceFile & { readonly parseDiagnostics: readonly ts.Diagnostic[] };
  return parseDiagnostics.length > 0;
}

/** 1-based line of a node. */
export function lineOf(node: ts.Node, file: ts.SourceFile): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

/** The value of a literal: text, or the text of a number. */
export function literalOf(typescript: TypeScript, node: ts.Node | undefined): string | undefined {
  return node && (typescript.isStringLiteralLike(node) || typescript.isNumericLiteral(node)) ? node.text : undefined;
}

/** The value of a property of an object literal. */
export function propertyOf(
  typescript: TypeScript,
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  for (const property of object.properties) {
    if (!typescript.isPropertyAssignment(property)) continue;
    const key = property.name;
    if ((typescript.isIdentifier(key) || typescript.isStringLiteral(key)) && key.text === name) {
      return property.initializer;
    }
  }
  return undefined;
}

/**
 * Visits a node and everything in it, in the order of the text. Without recursion: minifiers make one expression of
 * thousands of statements.
 *
 * @param typescript - The compiler.
 * @param node - Where to begin.
 * @param visit - Returns `false` for a node whose parts are to be left out.
 */
export function walk(typescript: TypeScript, node: ts.Node, visit: (node: ts.Node) => unknown): void {
  const rest = [node];
  for (let next = rest.pop(); next; next = rest.pop()) {
    if (visit(next) === false) continue;
    const start = rest.length;
    typescript.forEachChild(next, (child) => {
      rest.push(child);
    });
    // The first child is visited first.
    for (let left = start, right = rest.length - 1; left < right; left++, right--) {
      [rest[left], rest[right]] = [rest[right]!, rest[left]!];
    }
  }
}
