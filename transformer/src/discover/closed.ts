import type ts from "typescript";
import type { ContractComment } from "../analysis/model.js";
import { bind, type TypeScript } from "../compiler/compiler.js";
import { ambientNameOf } from "./ambient.js";
import { typeTextOf } from "./scope.js";

/** Words in a type that can refer to other files or to values. */
const ASKING = /\b(?:typeof|keyof|infer|import|exports|unique|asserts|Package)\b/;

const wordsIn = (text: string) => text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];

/**
 * The words of a contract that is closed: it uses only the vocabulary, TypeScript's own types, and type aliases and
 * interfaces of its file that are closed too. The type of a closed contract needs no other file.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param comment - The contract comment.
 * @returns The words that its file does not declare; `undefined` when the contract needs another file.
 */
export function closedWordsOf(
  typescript: TypeScript,
  options: ts.CompilerOptions,
  comment: ContractComment,
): ReadonlySet<string> | undefined {
  const { file, statement, tags } = comment;
  if (file.isDeclarationFile || ambientNameOf({ ts: typescript }, statement) || tags.some(({ broken }) => broken))
    return undefined;
  const { locals } = bind(typescript, file, options);
  const written = typeTextOf(comment);
  if (ASKING.test(written)) return undefined;
  const words = new Set(wordsIn(written));
  const foreign = new Set<string>();
  // A `for` loop over a Set also visits what is added during the loop.
  for (const word of words) {
    const declarations = locals?.get(word as ts.__String)?.declarations ?? [];
    if (!declarations.length) foreign.add(word);
    for (const declaration of declarations) {
      if (!typescript.isTypeAliasDeclaration(declaration) && !typescript.isInterfaceDeclaration(declaration))
        return undefined;
      const text = declaration.getText(file);
      if (ASKING.test(text)) return undefined;
      for (const inner of wordsIn(text)) words.add(inner);
    }
  }
  return foreign;
}
