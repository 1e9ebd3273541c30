import type ts from "typescript";
import type { ContractComment } from "../analysis/model.js";
import { bind, type TypeScript } from "../compiler/compiler.js";
import { typeSpanOf } from "./comments.js";

/** The text of a comment's types. For a bare tag, it is the text of the declaration under the comment. */
export function typeTextOf({ file, tags, statement }: ContractComment): string {
  const texts = tags.map((tag) => {
    const span = typeSpanOf(tag);
    return span ? file.text.slice(span.pos, span.end) : (statement?.getText(file) ?? "");
  });
  return texts.join("\n");
}

/** The statement that declares a type's name. */
function declaringStatement(typescript: TypeScript, declaration: ts.Node): ts.Node | undefined {
  const isStatement = (node: ts.Node) =>
    typescript.isImportDeclaration(node) ||
    typescript.isImportEqualsDeclaration(node) ||
    typescript.isTypeAliasDeclaration(node) ||
    typescript.isInterfaceDeclaration(node) ||
    typescript.isEnumDeclaration(node) ||
    typescript.isClassDeclaration(node) ||
    typescript.isModuleDeclaration(node);
  return typescript.findAncestor(declaration, isStatement);
}

/**
 * The text of the declarations that a contract names in its own file, and of those that they name in turn. While this
 * text and the contract stay the same, an edit of the file does not change the contract's type.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param comment - The contract comment.
 * @returns An empty text when the contract names no declaration of its file.
 */
export function scopeTextOf(typescript: TypeScript, options: ts.CompilerOptions, comment: ContractComment): string {
  const { file } = comment;
  const { locals } = bind(typescript, file, options);
  const wordsIn = (text: string) => text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
  const words = new Set(wordsIn(typeTextOf(comment)));
  const texts = new Set<string>();
  // A `for` loop over a Set also visits what is added during the loop.
  for (const word of words) {
    for (const declaration of locals?.get(word as ts.__String)?.declarations ?? []) {
      const text = declaringStatement(typescript, declaration)?.getText(file);
      if (text === undefined || texts.has(text)) continue;
      texts.add(text);
      for (const inner of wordsIn(text)) words.add(inner);
    }
  }
  return [...texts].join("\n");
}
