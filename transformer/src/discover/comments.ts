import { printable } from "importspy/dist/printable.cjs";
import type ts from "typescript";
import type { Report } from "../analysis/context.js";
import type { ContractComment, ContractTag, TextSpan } from "../analysis/model.js";
import type { TypeScript } from "../compiler/compiler.js";
import { mayHoldTag, readMisspelledTag, TAG } from "./spelling.js";

export { TAG };

/** The deepest nesting of brackets in a contract's type. Deeper nesting could overflow the parser's stack. */
const DEEPEST = 100;

/** A line break, the indentation after it, and the stars of the comment's frame. */
const LINE_FRAME = /(\r\n|[\n\r\u2028\u2029])([^\S\n\r\u2028\u2029]*)(\*+)/g;

/** Replaces a comment's frame (the opening, the closing, each line's stars) by spaces, so that positions stay. */
export function unframe(comment: string): string {
  let start = "/**".length;
  while (comment[start] === "*") start++;
  let end = comment.length;
  if (comment.endsWith("*/")) end--;
  while (end > start && comment[end - 1] === "*") end--;
  const inner = comment.slice(start, end).replace(LINE_FRAME, (_, lineBreak: string, indent: string, stars: string) => {
    return lineBreak + indent + " ".repeat(stars.length);
  });
  return " ".repeat(start) + inner + " ".repeat(comment.length - Math.max(start, end));
}

/** A code fence or an `@` at the start of a line. */
const LINE_START = /(?:^|\r\n|[\n\r\u2028\u2029])[^\S\n\r\u2028\u2029]*(?:(?<fence>```|~~~)|@)/g;

/** A tag. `@scope/name` is a package name, not a tag. */
const NAME = /@[A-Za-z][\w-]*(?![\w/-])/y;

/** The span of a tag's type, from its first brace to its last one. */
export function typeSpanOf({ type }: ContractTag): TextSpan | undefined {
  return type && { pos: type.braces[0]!.pos, end: type.braces.at(-1)!.end };
}

/** A tag at the start of a line. `misspelled` is the text of a misspelled `@importspy`. */
interface FoundTag {
  readonly pos: number;
  readonly name: string;
  readonly misspelled?: string;
}

function tagAt(text: string, pos: number, mayBeBare: boolean): FoundTag | undefined {
  const misspelled = readMisspelledTag(text, pos, mayBeBare);
  if (misspelled !== undefined) return { pos, name: TAG, misspelled };
  NAME.lastIndex = pos;
  const [name] = NAME.exec(text) ?? [];
  return name === undefined ? undefined : { pos, name };
}

/** The tags at the start of a line, except those in fenced code. A fence that is never closed does not count. */
function findTags(text: string, mayBeBare: boolean): FoundTag[] {
  const tags: FoundTag[] = [];
  let fence: string | undefined;
  let fenced: FoundTag[] = [];
  for (const match of text.matchAll(LINE_START)) {
    const mark = match.groups!.fence;
    if (mark === undefined) {
      const tag = tagAt(text, match.index + match[0].length - 1, mayBeBare);
      if (tag) (fence ? fenced : tags).push(tag);
    } else if (mark === fence) [fence, fenced] = [undefined, []];
    else fence ??= mark;
  }
  return [...tags, ...fenced];
}

/** Where the braces end, or why no end is found. */
type Closing = { readonly end: number } | "unclosed" | "too deep";

/** Finds the end of the braces that open at `pos`. TypeScript's scanner skips braces in strings and templates. */
function findClosingBrace(typescript: TypeScript, text: string, pos: number): Closing {
  const { SyntaxKind } = typescript;
  const scanner = typescript.createScanner(typescript.ScriptTarget.Latest, true, undefined, text, undefined, pos);
  const open: ts.SyntaxKind[] = [];
  // The depth of other brackets, which the parser descends into as well. Opening and closing kinds need not match here.
  let depth = 0;
  for (let token = scanner.scan(); token !== SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const { OpenParenToken, OpenBracketToken, LessThanToken, CloseParenToken, CloseBracketToken, GreaterThanToken } =
      SyntaxKind;
    if (token === OpenParenToken || token === OpenBracketToken || token === LessThanToken) depth++;
    if (token === CloseParenToken || token === CloseBracketToken || token === GreaterThanToken) depth--;
    if (token === SyntaxKind.OpenBraceToken || token === SyntaxKind.TemplateHead) open.push(token);
    if (open.length + depth > DEEPEST) return "too deep";
    if (token !== SyntaxKind.CloseBraceToken) continue;
    if (open.at(-1) === SyntaxKind.TemplateHead && scanner.reScanTemplateToken(false) === SyntaxKind.TemplateMiddle) {
      continue;
    }
    open.pop();
    if (!open.length) return { end: scanner.getTokenEnd() };
  }
  return "unclosed";
}

/** An operator between two pairs of braces. */
const OPERATOR = /\s*[|&]\s*(?=\{)/y;

/** The braces of a type: one pair, or several when an operator joins them, as in `{…} | {…}`. */
function findBraces(
  typescript: TypeScript,
  text: string,
  pos: number,
): TextSpan[] | { readonly mistake: "unclosedBrace" | "typeTooDeep"; readonly pos: number } {
  const pairs: TextSpan[] = [];
  for (let next: number | undefined = pos; next !== undefined; ) {
    const closing = findClosingBrace(typescript, text, next);
    if (closing === "unclosed") return { mistake: "unclosedBrace", pos: next };
    if (closing === "too deep") return { mistake: "typeTooDeep", pos: next };
    pairs.push({ pos: next, end: closing.end });
    OPERATOR.lastIndex = closing.end;
    next = OPERATOR.test(text) ? OPERATOR.lastIndex : undefined;
  }
  return pairs;
}

function readNote(text: string): string | undefined {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trim());
  return printable(lines.join("\n").trim()) || undefined;
}

/** A contract comment that is being read. */
interface Reader {
  readonly typescript: TypeScript;
  readonly file: ts.SourceFile;
  /** The comment's text, with spaces for its frame. */
  readonly text: string;
  /** Where the comment starts in its file. */
  readonly offset: number;
  readonly report: Report;
}

/** A tag with a mistake. Its module does not load. */
const brokenTag = (pos: number): ContractTag => ({ pos, note: undefined, broken: true });

function readTag({ typescript, file, text, offset, report }: Reader, tag: FoundTag, end: number): ContractTag {
  const pos = offset + tag.pos;
  if (tag.misspelled !== undefined) {
    report("misspelledTag", { file, start: pos, length: tag.misspelled.length }, tag.misspelled);
    return { ...brokenTag(pos), misspelled: true };
  }
  const after = tag.pos + TAG.length;
  const brace = after + (/^\s*/.exec(text.slice(after, end))?.[0].length ?? 0);
  if (text[brace] !== "{" || brace >= end) return { pos, note: readNote(text.slice(after, end)) };
  const braces = findBraces(typescript, text.slice(0, end), brace);
  if ("mistake" in braces) {
    report(braces.mistake, { file, start: offset + braces.pos, length: 1 }, DEEPEST);
    return brokenTag(pos);
  }
  const typeEnd = braces.at(-1)!.end;
  const operator = /^(\s*)([|&])\s*([\w$.]*)/.exec(text.slice(typeEnd, end));
  if (operator) {
    const [, space, sign, name] = operator;
    report("typeGoesOn", { file, start: offset + typeEnd + space!.length, length: 1 }, sign!, name || "…");
    return brokenTag(pos);
  }
  return {
    pos,
    type: { braces: braces.map((pair) => ({ pos: offset + pair.pos, end: offset + pair.end })) },
    note: readNote(text.slice(typeEnd, end)),
  };
}

/** The comments before the token at a position, on the same line or on earlier lines. */
function commentsBefore(typescript: TypeScript, text: string, pos: number): readonly ts.CommentRange[] {
  const trailing = pos ? (typescript.getTrailingCommentRanges(text, pos) ?? []) : [];
  return [...trailing, ...(typescript.getLeadingCommentRanges(text, pos) ?? [])];
}

/**
 * Finds the contract comments at the top level of a file: doc comments with the tag at the start of a line.
 *
 * It scans comment ranges, because TypeScript skips most doc comments when it parses TypeScript files. The time is
 * linear in the length of the comments.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param report - Receives the mistakes: an unclosed brace, a type that continues after its braces, a misspelled tag.
 * @returns All contract comments, though a module may have only one.
 */
export function findContractComments(typescript: TypeScript, file: ts.SourceFile, report: Report): ContractComment[] {
  const { text } = file;
  if (!mayHoldTag(text)) return [];
  const found = new Map<number, ContractComment>();
  const scan = (pos: number, statement: ts.Statement | undefined) => {
    for (const range of commentsBefore(typescript, text, pos)) {
      const comment = text.slice(range.pos, range.end);
      if (!comment.startsWith("/**") || !mayHoldTag(comment) || found.has(range.pos)) continue;
      const reader: Reader = { typescript, file, text: unframe(comment), offset: range.pos, report };
      const isNamed =
        statement !== undefined &&
        (typescript.isInterfaceDeclaration(statement) || typescript.isTypeAliasDeclaration(statement));
      const all = findTags(reader.text, isNamed);
      const tags = all.flatMap((tag, index) =>
        tag.name === TAG ? readTag(reader, tag, all[index + 1]?.pos ?? reader.text.length) : [],
      );
      if (!tags.length) continue;
      found.set(range.pos, { file, pos: range.pos, end: range.end, text: reader.text, tags, statement });
    }
  };
  for (const statement of file.statements) {
    scan(statement.pos, statement);
    // `@decorated /** … */ export class`, `export /** … */ const`.
    const modifiers = typescript.canHaveModifiers(statement) ? statement.modifiers : undefined;
    for (const { end } of modifiers ?? []) scan(end, statement);
  }
  scan(file.endOfFileToken.pos, undefined);
  return [...found.values()];
}
