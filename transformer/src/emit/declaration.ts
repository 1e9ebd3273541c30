import type ts from "typescript";
import type { ContractComment, ContractedModule } from "../analysis/model.js";
import { formatPublication, formatReach } from "../artifacts/publication.js";
import type { TypeScript } from "../compiler/compiler.js";
import { typeSpanOf } from "../discover/comments.js";
import { lostDeclarations } from "./names.js";

const newLineOf = (declarations: string) => (declarations.includes("\r\n") ? "\r\n" : "\n");

const withoutSpace = (text: string) => text.replace(/\s+/g, "");

/**
 * The text of a contract comment that can stand alone, not above its declaration. A bare tag then gets the name of its
 * declaration: `@importspy` → `@importspy {Deployment}`.
 */
function freeStandingText(typescript: TypeScript, comment: ContractComment, declarations: string): string | undefined {
  const { file, pos, end, statement, tags } = comment;
  const isNamed = (node: ts.Node) => typescript.isInterfaceDeclaration(node) || typescript.isTypeAliasDeclaration(node);
  const bare = tags.filter(({ type, broken }) => !type && !broken).map((tag) => tag.pos + "@importspy".length);
  if (!bare.length) return file.text.slice(pos, end);
  if (!statement || !isNamed(statement)) return undefined;
  const { text } = statement.name;
  const { statements } = typescript.createSourceFile("x.d.ts", declarations, typescript.ScriptTarget.Latest);
  if (!statements.some((each) => isNamed(each) && each.name.text === text)) return undefined;
  const ends = [...bare, end];
  return ends.map((to, index) => file.text.slice(ends[index - 1] ?? pos, to)).join(` {${text}}`);
}

/**
 * Makes the lines that a declaration file needs for a contract, because importers of a compiled module are judged by
 * its declarations. These are the comment, if TypeScript dropped it (with an elided first statement, or by
 * `removeComments`), and the identity of the module, unless it is an external module.
 *
 * @param typescript - The compiler.
 * @param module - The contracted module.
 * @param declarations - The text of the declaration file, without its source map's URL.
 * @returns The lines to append. After the last statement, the comment does not document a declaration, and the source
 *   map stays valid.
 */
export function publish(typescript: TypeScript, module: ContractedModule, declarations: string): string {
  const { file, pos, end, tags } = module.comment;
  const isKept = withoutSpace(declarations).includes(withoutSpace(file.text.slice(pos, end)));
  const isAmbient = module.declaredIn !== undefined;
  if (isAmbient && isKept) return "";
  const comment = isKept ? "" : freeStandingText(typescript, module.comment, declarations);
  if (comment === undefined) return "";
  const newLine = newLineOf(declarations);
  const types = tags.flatMap((tag) => {
    const span = typeSpanOf(tag);
    return span ? [module.comment.text.slice(span.pos - pos, span.end - pos)] : [];
  });
  const lines = [
    ...(comment ? comment.split(/\r\n?|\n/) : []),
    // A second declaration of the module, to carry the comment.
    ...(isAmbient ? [`declare module ${JSON.stringify(module.module)} {}`] : []),
    ...lostDeclarations(typescript, file, types, declarations),
    ...(isAmbient ? [] : [formatPublication(module)]),
  ];
  return lines.map((line) => line + newLine).join("");
}

/**
 * Makes the line that tells referencing projects about a changed contract.
 *
 * @param hash - A hash of the contracts that the project reaches.
 * @param declarations - The text of the declaration file, without its source map's URL.
 * @returns The line to append.
 */
export function publishReach(hash: string, declarations: string): string {
  return formatReach(hash) + newLineOf(declarations);
}
