import type ts from "typescript";
import type { ContractComment } from "../analysis/model.js";
import { bind, type TypeScript } from "../compiler/compiler.js";
import { ambientNameOf } from "./ambient.js";
import { typeTextOf } from "./scope.js";

/** What asks a type for more than its own words say. */
const ASKING = /\b(?:typeof|keyof|infer|import|exports|unique|asserts|Package)\b/;

const wordsIn = (text: string) => text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];

/**
 * The words of a contract and of the declarations that it names, where it says all of its type itself: by the vocabulary,
 * by TypeScript's own types, and by type aliases and interfaces of its file that do the same. Then its type needs no other
 * file.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param comment - The contract comment.
 * @returns Those that its file does not declare; `undefined` where the contract needs another file.
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
  // A Set goes through what is added on the way.
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
