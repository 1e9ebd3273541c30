import type ts from "typescript";
import type { TypeScript } from "../compiler.js";
import type { Report } from "../context.js";
import type { ContractComment, ContractTag, TextSpan } from "../model.js";

export const TAG = "@importspy";

/** The tag in any case; tags have one. */
const ANY_CASE = /@importspy/i;

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

/** A tag or a code fence at the start of a line. `@scope/name` is a package, and no tag. */
const LINE_START =
  /(?:^|\r\n|[\n\r\u2028\u2029])[^\S\n\r\u2028\u2029]*(?:(?<fence>```|~~~)|(?<name>@[A-Za-z][\w-]*)(?![\w/-]))/g;

/** Positions of a tag's type, from its first brace to its last one. */
export function typeSpanOf({ type }: ContractTag): TextSpan | undefined {
  return type && { pos: type.braces[0]!.pos, end: type.braces.at(-1)!.end };
}

/** Positions of the tags at the start of a line, those in fenced code left out. A fence that is never closed is none. */
function findTags(text: string): { pos: number; name: string }[] {
  const tags: { pos: number; name: string }[] = [];
  let fence: string | undefined;
  let fenced: typeof tags = [];
  for (const match of text.matchAll(LINE_START)) {
    const { fence: mark, name } = match.groups!;
    if (name) (fence ? fenced : tags).push({ pos: match.index + match[0].length - name.length, name });
    else if (mark === fence) [fence, fenced] = [undefined, []];
    else fence ??= mark;
  }
  return [...tags, ...fenced];
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

/** The braces of a type: one pair, or several when the type goes on behind a closing brace, as in `{…} | {…}`. */
function findBraces(typescript: TypeScript, text: string, pos: number): TextSpan[] | { readonly unclosed: number } {
  const end = findClosingBrace(typescript, text, pos);
  if (end === undefined) return { unclosed: pos };
  const more = /^\s*[|&]\s*(?=\{)/.exec(text.slice(end));
  const others = more ? findBraces(typescript, text, end + more[0].length) : [];
  return "unclosed" in others ? others : [{ pos, end }, ...others];
}

function readNote(text: string): string | undefined {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trim());
  return lines.join("\n").trim() || undefined;
}

/** A contract comment while it is read: its text without the frame, and where it stands. */
interface Reader {
  readonly typescript: TypeScript;
  readonly file: ts.SourceFile;
  /** The comment's text, with spaces for its frame. */
  readonly text: string;
  /** Where the comment starts in its file. */
  readonly offset: number;
  readonly report: Report;
}

function readTag({ typescript, file, text, offset, report }: Reader, pos: number, end: number): ContractTag {
  const after = pos + TAG.length;
  const brace = after + (/^\s*/.exec(text.slice(after, end))?.[0].length ?? 0);
  if (text[brace] !== "{" || brace >= end) {
    return { pos: offset + pos, note: readNote(text.slice(after, end)) };
  }
  const braces = findBraces(typescript, text.slice(0, end), brace);
  if ("unclosed" in braces) {
    report("unclosedBrace", { file, start: offset + braces.unclosed, length: 1 });
    return { pos: offset + pos, note: undefined, broken: true };
  }
  const typeEnd = braces.at(-1)!.end;
  const operator = /^(\s*)([|&])\s*([\w$.]*)/.exec(text.slice(typeEnd, end));
  if (operator) {
    const [, space, sign, name] = operator;
    report("typeGoesOn", { file, start: offset + typeEnd + space!.length, length: 1 }, sign!, name || "…");
    return { pos: offset + pos, note: undefined, broken: true };
  }
  return {
    pos: offset + pos,
    type: { braces: braces.map((pair) => ({ pos: offset + pair.pos, end: offset + pair.end })) },
    note: readNote(text.slice(typeEnd, end)),
  };
}

/** `@ImportSpy {…}` would be a contract that nobody reads. */
function reportOtherCase({ file, text, offset, report }: Reader, tags: ReturnType<typeof findTags>): void {
  for (const { pos, name } of tags) {
    const isMeant = name !== TAG && name.toLowerCase() === TAG && /^\s*\{/.test(text.slice(pos + name.length));
    if (isMeant) report("tagInOtherCase", { file, start: offset + pos, length: name.length }, name);
  }
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
 * @param report - Takes the mistakes: an unclosed brace, a type that goes on behind its braces, a tag in another case.
 * @returns All of them, though a module may have only one.
 */
export function findContractComments(typescript: TypeScript, file: ts.SourceFile, report: Report): ContractComment[] {
  const { text } = file;
  if (!ANY_CASE.test(text)) return [];
  const found = new Map<number, ContractComment>();
  const scan = (pos: number, statement: ts.Statement | undefined) => {
    for (const range of commentsBefore(typescript, text, pos)) {
      const comment = text.slice(range.pos, range.end);
      if (!comment.startsWith("/**") || !ANY_CASE.test(comment) || found.has(range.pos)) continue;
      const reader: Reader = { typescript, file, text: unframe(comment), offset: range.pos, report };
      const all = findTags(reader.text);
      reportOtherCase(reader, all);
      const tags = all.flatMap(({ pos: tag, name }, index) =>
        name === TAG ? readTag(reader, tag, all[index + 1]?.pos ?? reader.text.length) : [],
      );
      if (tags.length) found.set(range.pos, { file, pos: range.pos, end: range.end, tags, statement });
    }
  };
  for (const statement of file.statements) {
    scan(statement.pos, statement);
    // `@decorated /** … */ export class`, `export /** … */ const`
    const modifiers = typescript.canHaveModifiers(statement) ? statement.modifiers : undefined;
    for (const { end } of modifiers ?? []) scan(end, statement);
  }
  scan(file.endOfFileToken.pos, undefined);
  return [...found.values()];
}
