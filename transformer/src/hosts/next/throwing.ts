/**
 * Replaces a refused module in a watching server. When a loader fails, Turbopack forgets its dependencies. It would
 * then show the error until the file itself is saved, even if the mistake is fixed in another file.
 *
 * @module
 */
import type ts from "typescript";
import { loadCompiler } from "../../cli/compiler.js";
import type { TypeScript } from "../../compiler/compiler.js";

function namesIn(ts: TypeScript, name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((each) => (ts.isOmittedExpression(each) ? [] : namesIn(ts, each.name)));
}

/** The names that a statement exports. */
function exportedBy(ts: TypeScript, statement: ts.Statement): readonly string[] {
  if (ts.isExportAssignment(statement)) return ["default"];
  if (ts.isExportDeclaration(statement)) {
    const { exportClause } = statement;
    if (!exportClause) return [];
    return ts.isNamedExports(exportClause)
      ? exportClause.elements.map(({ name }) => name.text)
      : [exportClause.name.text];
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const has = (kind: ts.SyntaxKind) => modifiers.some((each) => each.kind === kind);
  if (!has(ts.SyntaxKind.ExportKeyword)) return [];
  if (has(ts.SyntaxKind.DefaultKeyword)) return ["default"];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => namesIn(ts, name));
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

/**
 * Creates a module that throws. It loads nothing, and has the same exports as the original, so that Next reports
 * nothing else.
 *
 * @param error - The error to throw.
 * @param fileName - The file of the original; its extension decides how it is parsed.
 * @param code - The text of the original.
 */
export function createThrowing({ message, name }: Error, fileName: string, code: string): string {
  const ts = loadCompiler();
  const { statements } = ts.createSourceFile(fileName, code, ts.ScriptTarget.Latest);
  const names = [...new Set(statements.flatMap((each) => exportedBy(ts, each)))];
  const exported = names.map((each) => `nothing as ${/^[\w$]+$/.test(each) ? each : JSON.stringify(each)}`).join(", ");
  const error = `Object.assign(new Error(${JSON.stringify(message)}), { name: ${JSON.stringify(name)} })`;
  return `throw ${error};\nconst nothing = undefined;\nexport { ${exported} };\n`;
}
