import type ts from "typescript";
import type { ContractComment, Span } from "../analysis/model.js";
import type { TypeScript } from "../compiler/compiler.js";
import { TAG } from "./comments.js";

/** The tag with a type after it, anywhere. `@importspy/transformer` does not match. */
const TAG_WITH_TYPE = /@importspy(?=[\s*]*\{(?!@))/g;

/** A tag in a place where it is not read. */
export interface StrayTag extends Span {
  /** Whether it is at the start of a line of its comment, as a tag must be. */
  readonly startsLine: boolean;
}

/** A Markdown fence, or code between backticks on one line. */
const CODE = /```|~~~|`[^`\n\r\u2028\u2029]*`/g;

/** The code in a Markdown text. A fence that is never closed does not count. */
function findCode(text: string): ts.TextRange[] {
  const found: ts.TextRange[] = [];
  const unclosed = new Set<string>();
  CODE.lastIndex = 0;
  for (let match = CODE.exec(text); match; match = CODE.exec(text)) {
    const [mark] = match;
    let end = match.index + mark.length;
    if (mark === "```" || mark === "~~~") {
      const close = unclosed.has(mark) ? -1 : text.indexOf(mark, end);
      if (close < 0) {
        unclosed.add(mark);
        continue;
      }
      end = close + mark.length;
      CODE.lastIndex = end;
    }
    found.push({ pos: match.index, end });
  }
  return found;
}

/**
 * The comments in a span that holds only comments, white space and punctuation. `//` comments on consecutive lines
 * count as one.
 */
function findComments(typescript: TypeScript, text: string, pos: number, end: number): ts.TextRange[] {
  const { SyntaxKind } = typescript;
  const { Latest } = typescript.ScriptTarget;
  const scanner = typescript.createScanner(Latest, false, undefined, text, undefined, pos, end - pos);
  const found: (ts.TextRange & { readonly isLine: boolean })[] = [];
  let breaks = 0;
  for (let token = scanner.scan(); token !== SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === SyntaxKind.NewLineTrivia) breaks++;
    const isLine = token === SyntaxKind.SingleLineCommentTrivia;
    if (!isLine && token !== SyntaxKind.MultiLineCommentTrivia) continue;
    const comment = { pos: scanner.getTokenStart(), end: scanner.getTokenEnd(), isLine };
    const before = found.at(-1);
    const goesOn = isLine && before?.isLine && breaks === 1 && !/\S/.test(text.slice(before.end, comment.pos));
    if (goesOn) found[found.length - 1] = { ...before, end: comment.end };
    else found.push(comment);
    breaks = 0;
  }
  return found;
}

/** The children of a node that have text, in the order of the text. */
function childrenOf(typescript: TypeScript, node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  typescript.forEachChild(node, (child) => {
    if (child.pos < child.end) children.push(child);
  });
  return children.sort((a, b) => a.pos - b.pos);
}

/** The comments of a file that contain one of the given positions. Both lists are in ascending order. */
function commentsAround(typescript: TypeScript, file: ts.SourceFile, positions: readonly number[]): ts.TextRange[] {
  const found = new Map<number, ts.TextRange>();
  const look = (pos: number, end: number) => {
    for (const comment of findComments(typescript, file.text, pos, end)) found.set(comment.pos, comment);
  };
  // Iterative, since deeply nested expressions would overflow the stack.
  const waiting: { readonly node: ts.Node; readonly inside: readonly number[] }[] = [{ node: file, inside: positions }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, inside } = next;
    let end = node === file ? 0 : node.getStart(file);
    let index = 0;
    const takeUntil = (limit: number) => {
      const start = index;
      while (index < inside.length && inside[index]! < limit) index++;
      return inside.slice(start, index);
    };
    for (const child of childrenOf(typescript, node)) {
      const start = child.getStart(file);
      if (takeUntil(child.pos).length) look(end, child.pos);
      if (takeUntil(start).length) look(child.pos, start);
      const within = takeUntil(child.end);
      if (within.length) waiting.push({ node: child, inside: within });
      end = child.end;
    }
    // A token has no children: a position inside it is in the text of a literal or a name.
    if (index < inside.length && node.kind >= typescript.SyntaxKind.FirstNode) look(end, node.end);
  }
  return [...found.values()].sort((a, b) => a.pos - b.pos);
}

/** The frame of a comment, and signs that begin a line of text: a list, a quote, an inline tag, a sign too many. */
const FRAME = /[\s*/@{>#+.-]/;

/** Whether there are no words before a position on its line. */
function startsLine(text: string, comment: ts.TextRange, position: number): boolean {
  let start = position;
  while (start > comment.pos && !/[\n\r\u2028\u2029]/.test(text[start - 1]!)) {
    // Prose comes first. Returning here keeps the scan short in long lines.
    if (!FRAME.test(text[--start]!)) return false;
  }
  // Behind `//`, stars are those of a comment that is commented out.
  return !(text.startsWith("//", comment.pos) && text.slice(start, position).includes("*"));
}

/**
 * Finds tags that look like a contract but are not read: a tag with a type in a comment that is not a doc comment or
 * not at the top level, or a tag that does not start a line. A tag in backticks or fenced code is only a mention.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param contracts - The contract comments that were found in it.
 * @returns The spans of these tags.
 */
export function findStrayTags(
  typescript: TypeScript,
  file: ts.SourceFile,
  contracts: readonly ContractComment[],
): StrayTag[] {
  const { text } = file;
  if (!text.includes(TAG)) return [];
  const sorted = [...contracts].sort((a, b) => a.pos - b.pos);
  let passed = 0;
  const positions = Array.from(text.matchAll(TAG_WITH_TYPE), ({ index }) => index).filter((position) => {
    while (passed < sorted.length && sorted[passed]!.end <= position) passed++;
    return !sorted[passed] || position < sorted[passed]!.pos;
  });
  if (!positions.length) return [];
  const strays: StrayTag[] = [];
  let index = 0;
  for (const comment of commentsAround(typescript, file, positions)) {
    const code = findCode(text.slice(comment.pos, comment.end));
    let piece = 0;
    for (; index < positions.length && positions[index]! < comment.end; index++) {
      const start = positions[index]!;
      if (start < comment.pos) continue;
      while (piece < code.length && comment.pos + code[piece]!.end <= start) piece++;
      const isMention = piece < code.length && comment.pos + code[piece]!.pos <= start;
      if (!isMention) strays.push({ file, start, length: TAG.length, startsLine: startsLine(text, comment, start) });
    }
  }
  return strays;
}
