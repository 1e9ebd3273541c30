import type ts from "typescript";
import type { ContractComment } from "../analysis/model.js";
import { bind, type TypeScript } from "../compiler/compiler.js";
import { ambientNameOf } from "./ambient.js";
import { typeTextOf } from "./scope.js";

/** What asks a type for more than its own words say. */
const ASKING = /\b(?:typeof|keyof|infer|import|exports|unique|asserts)\b/;

/**
 * Whether a contract says all of its type itself: by the vocabulary, by TypeScript's own types, and by type aliases and
 * interfaces of its file that do the same. Then its type needs no other file.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param comment - The contract comment.
 */
export function isClosed(typescript: TypeScript, options: ts.CompilerOptions, comment: ContractComment): boolean {
  const { file, statement, tags } = comment;
  if (file.isDeclarationFile || ambientNameOf({ ts: typescript }, statement) || tags.some(({ broken }) => broken))
    return false;
  const { locals } = bind(typescript, file, options);
  const wordsIn = (text: string) => text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
  const written = typeTextOf(comment);
  if (ASKING.test(written)) return false;
  const words = new Set(wordsIn(written));
  // A Set goes through what is added on the way.
  for (const word of words) {
    for (const declaration of locals?.get(word as ts.__String)?.declarations ?? []) {
      if (!typescript.isTypeAliasDeclaration(declaration) && !typescript.isInterfaceDeclaration(declaration))
        return false;
      const text = declaration.getText(file);
      if (ASKING.test(text)) return false;
      for (const inner of wordsIn(text)) words.add(inner);
    }
  }
  return true;
}
