import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import { eolOf, insert, type TextEdit } from "./fix.js";

/** A name that a file should import from importspy. */
export interface Wanted {
  readonly name: string;
  readonly isType: boolean;
}

/**
 * Adds names to the file's import from importspy, or adds an import.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param names - The names. Names that are already imported are skipped.
 * @param top - The position for a first import; by default before the first statement.
 */
export function importNames(
  typescript: TypeScript,
  file: ts.SourceFile,
  names: readonly Wanted[],
  top: number = file.statements[0]?.getStart(file) ?? file.text.length,
): TextEdit[] {
  const imports = file.statements.filter(typescript.isImportDeclaration);
  const named = imports.flatMap((node) => {
    const bindings = node.importClause?.namedBindings;
    const isOurs = typescript.isStringLiteral(node.moduleSpecifier) && node.moduleSpecifier.text === "importspy";
    return isOurs && bindings && typescript.isNamedImports(bindings) ? [{ node, bindings }] : [];
  });
  const present = new Set(named.flatMap(({ bindings }) => bindings.elements.map(({ name }) => name.text)));
  const missing = names.filter(({ name }) => !present.has(name));
  if (!missing.length) return [];
  const isTypeOnly = ({ node }: (typeof named)[number]) => node.importClause?.isTypeOnly ?? false;
  const fitting = named.find(
    (each) => each.bindings.elements.length > 0 && (!isTypeOnly(each) || missing.every(({ isType }) => isType)),
  );
  const written = (inTypes: boolean) => missing.map(({ name, isType }) => (isType && !inTypes ? `type ${name}` : name));
  const last = fitting?.bindings.elements.at(-1);
  if (fitting && last) {
    return [insert(file, last.end, `, ${written(isTypeOnly(fitting)).join(", ")}`)];
  }
  const areTypes = missing.every(({ isType }) => isType);
  const before = imports.at(-1);
  const quote = before?.moduleSpecifier.getText(file).startsWith("'") ? "'" : '"';
  const end = before && !before.getText(file).endsWith(";") ? "" : ";";
  const eol = eolOf(file);
  const line = `import ${areTypes ? "type " : ""}{ ${written(areTypes).join(", ")} } from ${quote}importspy${quote}${end}`;
  return [before ? insert(file, before.end, eol + line) : insert(file, top, line + eol + eol)];
}
