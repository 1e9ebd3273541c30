import type ts from "typescript";
import type { ContractComment } from "../../analysis/model.js";
import type { TypeScript } from "../../compiler/compiler.js";
import { TAG, typeSpanOf } from "../../discover/comments.js";
import type { Analysis } from "../../link/diagnose.js";

/** An editing position in the type of a contract. */
export interface Cursor {
  /** `member`: in the name of a member. `text`: in a string literal. `type`: where a type is expected. */
  readonly at: "member" | "text" | "type";
  /** The names of the enclosing members, outermost first: `["env", "PORT"]` in the type of `env.PORT`. */
  readonly path: readonly string[];
  /** The other members of the same object type. */
  readonly taken: ReadonlySet<string>;
  /** `{ | }`: the text here may become a member, or the name of the contract's type. */
  readonly mayBeType: boolean;
  /** The content of the string literal, without quotes. */
  readonly text: ts.TextSpan | undefined;
}

/** An identifier inserted at the cursor, so that the parser creates a node there. */
const MARK = "importspy$";

/** The range of the tag's type around a position. While the braces are not closed, the end is a guess. */
function findType(comment: ContractComment, position: number): { pos: number; end: number } | undefined {
  const index = comment.tags.filter(({ pos }) => pos + TAG.length <= position).length - 1;
  const tag = comment.tags[index];
  if (!tag) return undefined;
  const end = comment.tags[index + 1]?.pos ?? comment.end - "*/".length;
  const gap = /^\s*/.exec(comment.file.text.slice(tag.pos + TAG.length, end))![0].length;
  const type = typeSpanOf(tag) ?? { pos: tag.pos + TAG.length + gap, end };
  const isInside = comment.file.text[type.pos] === "{" && type.pos < position && position <= type.end;
  return isInside && !(tag.type && position === type.end) ? type : undefined;
}

function findMark(typescript: TypeScript, node: ts.Node): ts.Identifier | ts.StringLiteral | undefined {
  if (typescript.isIdentifier(node) || typescript.isStringLiteral(node)) {
    return node.text.includes(MARK) ? node : undefined;
  }
  return typescript.forEachChild(node, (child) => findMark(typescript, child));
}

function pathTo(typescript: TypeScript, node: ts.Node): string[] {
  const path: string[] = [];
  for (let { parent } = node; parent; parent = parent.parent) {
    if (typescript.isPropertySignature(parent) && parent.name !== node) path.unshift(nameText(typescript, parent.name));
  }
  return path;
}

function nameText(typescript: TypeScript, name: ts.PropertyName): string {
  return typescript.isIdentifier(name) || typescript.isStringLiteral(name) ? name.text : "";
}

function membersBeside(typescript: TypeScript, node: ts.Node): string[] {
  const literal = node.parent.parent;
  if (!typescript.isTypeLiteralNode(literal)) return [];
  const names = literal.members.map(({ name }) => (name ? nameText(typescript, name) : ""));
  return names.filter((name) => name && !name.includes(MARK));
}

/**
 * Determines what is being written at a position, even if the contract is incomplete.
 *
 * @param analysis - The program.
 * @param file - The file.
 * @param position - The position of the cursor.
 * @returns `undefined` outside the types of contracts.
 */
export function findCursor(analysis: Analysis, file: ts.SourceFile, position: number): Cursor | undefined {
  const typescript = analysis.context.ts;
  const comment = analysis.modules
    .heldBy(file)
    .map((module) => module.comment)
    .find(({ pos, end }) => pos < position && position < end);
  const type = comment && findType(comment, position);
  if (!comment || !type) return undefined;

  // type $i0={ os: "li|nux" }  →  type $i0={ os: "liimportspy$nux" }
  const head = "type $i0=";
  const textOf = (pos: number, end: number) => comment.text.slice(pos - comment.pos, end - comment.pos);
  const text = head + textOf(type.pos, position) + MARK + textOf(position, type.end);
  const parsed = typescript.createSourceFile("contract.ts", text, typescript.ScriptTarget.Latest, true);
  const mark = findMark(typescript, parsed);
  if (!mark || typescript.isQualifiedName(mark.parent)) return undefined;

  const path = pathTo(typescript, mark);
  const isMember = typescript.isPropertySignature(mark.parent) && mark.parent.name === mark;
  const beside = isMember ? membersBeside(typescript, mark) : [];
  return {
    at: isMember ? "member" : typescript.isStringLiteral(mark) ? "text" : "type",
    path,
    taken: new Set(beside),
    mayBeType: isMember && !path.length && !beside.length,
    text: typescript.isStringLiteral(mark) ? contentOf(parsed, mark, position, type.pos - head.length) : undefined,
  };
}

/** The range between the quotes, or up to the cursor while the closing quote is missing. */
function contentOf(parsed: ts.SourceFile, mark: ts.StringLiteral, position: number, offset: number): ts.TextSpan {
  const pos = mark.getStart(parsed);
  const isClosed = parsed.text[mark.end - 1] === parsed.text[pos];
  const start = pos + 1 + offset;
  return { start, length: isClosed ? mark.end - 1 - MARK.length + offset - start : position - start };
}
