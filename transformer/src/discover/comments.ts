import type ts from "typescript";
import type { TypeScript } from "../compiler.js";
import type { Report } from "../context.js";
import type { ContractComment, ContractTag } from "../model.js";

export const TAG = "@importspy";

/** A comment's text with its frame (the opening, the closing and each line's stars) as spaces: positions stay. */
export function unframe(comment: string): string {
  return comment
    .replace(/^\/\*\*+/, (opening) => " ".repeat(opening.length))
    .replace(/\**\/$/, (closing) => " ".repeat(closing.length))
    .replace(
      /(\r\n|[\n\r\u2028\u2029])([^\S\n\r\u2028\u2029]*)(\*+)/g,
      (_, lineBreak: string, indent: string, stars: string) => {
        return lineBreak + indent + " ".repeat(stars.length);
      },
    );
}

/** Positions of the tags at the start of a line, those in fenced code left out. */
function findTags(text: string): { pos: number; name: string }[] {
  const tags: { pos: number; name: string }[] = [];
  let fenced = false;
  for (const match of text.matchAll(
    /(?:^|\r\n|[\n\r\u2028\u2029])[^\S\n\r\u2028\u2029]*(?:(```)|(@[A-Za-z][\w-]*))/g,
  )) {
    const [whole, fence, name] = match;
    if (fence) fenced = !fenced;
    else if (name && !fenced) tags.push({ pos: match.index + whole.length - name.length, name });
  }
  return tags;
}

/** End of the braces that open at `pos`, or `undefined` when they are not closed. TypeScript's scanner knows strings and templates. */
function findClosingBrace(typescript: TypeScript, text: string, pos: number): number | undefined {
  const { SyntaxKind } = typescript;
  const scanner = typescript.createScanner(typescript.ScriptTarget.Latest, true, undefined, text, undefined, pos);
  const open: ts.SyntaxKind[] = [];
  for (let token = scanner.scan(); token !== SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === SyntaxKind.OpenBraceToken || token === SyntaxKind.TemplateHead) open.push(token);
    if (token !== SyntaxKind.CloseBraceToken) continue;
    if (open.at(-1) === SyntaxKind.TemplateHead && scanner.reScanTemplateToken(false) === SyntaxKind.TemplateMiddle) {
      continue;
    }
    open.pop();
    if (!open.length) return scanner.getTokenEnd();
  }
  return undefined;
}

/** `{…} | {…}`: the type goes on behind a closing brace. */
function findTypeEnd(typescript: TypeScript, text: string, pos: number): number | undefined {
  const end = findClosingBrace(typescript, text, pos);
  if (end === undefined) return undefined;
  const more = /^\s*[|&]\s*(?=\{)/.exec(text.slice(end));
  return more ? findTypeEnd(typescript, text, end + more[0].length) : end;
}

function readNote(text: string): string | undefined {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trim());
  return lines.join("\n").trim() || undefined;
}

function readTag(
  typescript: TypeScript,
  file: ts.SourceFile,
  text: string,
  offset: number,
  pos: number,
  end: number,
  report: Report,
): ContractTag {
  const after = pos + TAG.length;
  const brace = after + (/^\s*/.exec(text.slice(after, end))?.[0].length ?? 0);
  if (text[brace] !== "{" || brace >= end) {
    return { pos: offset + pos, note: readNote(text.slice(after, end)) };
  }
  const typeEnd = findTypeEnd(typescript, text.slice(0, end), brace);
  if (typeEnd === undefined) {
    report("unclosedBrace", { file, start: offset + brace, length: 1 });
    return { pos: offset + pos, note: undefined, broken: true };
  }
  return {
    pos: offset + pos,
    type: { pos: offset + brace, end: offset + typeEnd },
    note: readNote(text.slice(typeEnd, end)),
  };
}

/** The comments before a position's token, on the same line or on earlier ones. */
function commentsBefore(typescript: TypeScript, text: string, pos: number): readonly ts.CommentRange[] {
  const trailing = pos ? (typescript.getTrailingCommentRanges(text, pos) ?? []) : [];
  return [...trailing, ...(typescript.getLeadingCommentRanges(text, pos) ?? [])];
}

/**
 * Finds the contract comments at the top level of a file: doc comments with the tag at the start of a line.
 *
 * Comment ranges are scanned, since TypeScript skips parsing most doc comments in TypeScript files.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param report - Takes the mistakes: an unclosed brace.
 * @returns All of them, though a module may have only one.
 */
export function findContractComments(typescript: TypeScript, file: ts.SourceFile, report: Report): ContractComment[] {
  const { text } = file;
  if (!text.includes(TAG)) return [];
  const found = new Map<number, ContractComment>();
  const scan = (pos: number, statement: ts.Statement | undefined) => {
    for (const range of commentsBefore(typescript, text, pos)) {
      const comment = text.slice(range.pos, range.end);
      if (!comment.startsWith("/**") || !comment.includes(TAG) || found.has(range.pos)) continue;
      const unframed = unframe(comment);
      const all = findTags(unframed);
      const tags = all.flatMap(({ pos: tag, name }, index) =>
        name === TAG
          ? readTag(typescript, file, unframed, range.pos, tag, all[index + 1]?.pos ?? unframed.length, report)
          : [],
      );
      if (tags.length) found.set(range.pos, { file, pos: range.pos, end: range.end, tags, statement });
    }
  };
  for (const statement of file.statements) scan(statement.pos, statement);
  scan(file.endOfFileToken.pos, undefined);
  return [...found.values()];
}
