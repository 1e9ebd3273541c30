import type ts from "typescript";
import type { TypeScript } from "../compiler.js";
import type { ContractComment } from "../model.js";

const withoutSpace = (text: string) => text.replace(/\s+/g, "");

/**
 * The text of a contract comment as it can stand where it documents nothing. A bare tag then has to name the
 * declaration that is the contract: `@importspy` → `@importspy {Deployment}`.
 */
function freeStandingText(typescript: TypeScript, comment: ContractComment, declarations: string): string | undefined {
  const { file, pos, end, statement, tags } = comment;
  const isNamed = (node: ts.Node) => typescript.isInterfaceDeclaration(node) || typescript.isTypeAliasDeclaration(node);
  const bare = tags.filter(({ type }) => !type).map((tag) => tag.pos + "@importspy".length);
  if (!bare.length) return file.text.slice(pos, end);
  if (!statement || !isNamed(statement)) return undefined;
  const { text } = statement.name;
  const { statements } = typescript.createSourceFile("x.d.ts", declarations, typescript.ScriptTarget.Latest);
  if (!statements.some((each) => isNamed(each) && each.name.text === text)) return undefined;
  const ends = [...bare, end];
  return ends.map((to, index) => file.text.slice(ends[index - 1] ?? pos, to)).join(` {${text}}`);
}

/**
 * Finds what a declaration file has lost of a contract: TypeScript drops the comment with an elided first statement,
 * and all comments with `removeComments`, but who imports a compiled module is judged by its declarations.
 *
 * @param typescript - The compiler.
 * @param comment - The contract comment.
 * @param declarations - The text of the declaration file, without its source map's URL.
 * @returns What to append, `""` when nothing is lost. Behind the last statement it documents none of the
 * declarations, and moves none of them away from where the source map has it.
 */
export function lostComment(typescript: TypeScript, comment: ContractComment, declarations: string): string {
  const { file, pos, end } = comment;
  if (withoutSpace(declarations).includes(withoutSpace(file.text.slice(pos, end)))) return "";
  const text = freeStandingText(typescript, comment, declarations);
  if (text === undefined) return "";
  const newLine = declarations.includes("\r\n") ? "\r\n" : "\n";
  return text.replace(/\r\n?|\n/g, newLine) + newLine;
}
