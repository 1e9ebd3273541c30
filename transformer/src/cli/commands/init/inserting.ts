/**
 * Inserts text into configurations and scripts at positions of the syntax tree, so the rest stays unchanged.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";

/** A text to insert. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Parses a configuration according to its file extension. */
export function parseConfig(typescript: TypeScript, fileName: string, text: string): ts.SourceFile {
  const { ScriptKind, ScriptTarget } = typescript;
  const kind = /\.jsonc?$/.test(fileName) ? ScriptKind.JSON : undefined;
  return typescript.createSourceFile(fileName, text, ScriptTarget.Latest, true, kind);
}

/** Inserts texts, one per position. */
export function insertAll(text: string, insertions: readonly Insertion[]): string {
  const distinct = [...new Map(insertions.map((each) => [each.at, each])).values()].sort((a, b) => b.at - a.at);
  return distinct.reduce((now, each) => now.slice(0, each.at) + each.text + now.slice(each.at), text);
}

/**
 * The line that loads the plugin, in the same module format as the file's other imports.
 *
 * @param host - The entry of `@importspy/transformer`.
 * @param name - The local name.
 */
export function loadingLine(typescript: TypeScript, file: ts.SourceFile, host: string, name: string): Insertion {
  const { text, statements } = file;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const imports = statements.filter(typescript.isImportDeclaration);
  const isEsm = typescript.isExternalModule(file) || /\.[cm]?ts$|\.mjs$/.test(file.fileName);
  const quote = /["']/.exec(imports[0]?.moduleSpecifier.getText(file) ?? text)?.[0] ?? '"';
  const end = imports.length && !imports[0]!.getText(file).endsWith(";") ? "" : ";";
  const specifier = `${quote}@importspy/transformer/${host}${quote}`;
  const line = isEsm ? `import ${name} from ${specifier}${end}` : `const ${name} = require(${specifier});`;
  const last = imports.at(-1);
  if (last) return { at: last.end, text: eol + line };
  const [first] = statements;
  const isDirective = first && typescript.isExpressionStatement(first) && typescript.isStringLiteral(first.expression);
  if (isDirective) return { at: first.end, text: eol + line };
  return { at: first?.getStart(file) ?? text.length, text: line + eol };
}
