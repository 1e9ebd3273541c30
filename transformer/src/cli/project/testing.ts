import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";

/** Test folders and test files: `tests/x.js`, `src/x.test.ts`, `__tests__/x.ts`. */
const OF_TESTS =
  /(?:^|[\\/])(?:_*tests?_*|specs?|e2e|testing|fixtures?)[\\/]|[._-](?:tests?|spec|e2e|bench|setup)\.[cm]?[jt]sx?$/i;

/** Whether a file is a test, by its path relative to the examined folder. */
export const isOfTests = (name: string): boolean => OF_TESTS.test(name);

/** A text that every bundled copy of `importspy/testing` contains, even after minification. */
const COPY = "importspy.testing@1";

const SPECIFIER = /^importspy\/(?:testing|dist\/testing\.cjs)$/;

/** Whether a text is the specifier of something that loads a module. Types load none. */
function isLoaded(typescript: TypeScript, text: ts.StringLiteralLike): boolean {
  const { parent } = text;
  if (typescript.isImportDeclaration(parent)) return !parent.importClause?.isTypeOnly;
  if (typescript.isExportDeclaration(parent)) return !parent.isTypeOnly;
  if (typescript.isExternalModuleReference(parent)) return !parent.parent.isTypeOnly;
  if (!typescript.isCallExpression(parent) || parent.arguments[0] !== text) return false;
  const { expression } = parent;
  const isImport = expression.kind === typescript.SyntaxKind.ImportKeyword;
  return isImport || (typescript.isIdentifier(expression) && expression.text === "require");
}

/**
 * Finds where a text loads `importspy/testing`, which lets a program simulate facts.
 *
 * @param typescript - Parses the text.
 * @param text - JavaScript or TypeScript.
 * @param fileName - Its extension says which.
 * @returns The lines, 1-based. For a bundle with a copy: the first line.
 */
export function linesOfTesting(typescript: TypeScript, text: string, fileName: string): readonly number[] {
  if (text.includes(COPY)) return [1];
  if (!/importspy\/(?:testing|dist\/testing)/.test(text)) return [];
  const file = typescript.createSourceFile(fileName, text, typescript.ScriptTarget.Latest, true);
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    if (typescript.isStringLiteralLike(node) && SPECIFIER.test(node.text) && isLoaded(typescript, node))
      lines.push(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1);
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return lines;
}

export const FOR_TESTS = "imports importspy/testing, which lays other facts over the real ones";
