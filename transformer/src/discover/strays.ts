import type ts from "typescript";
import { commentAt, type TypeScript } from "../compiler.js";
import type { ContractComment, Span } from "../model.js";
import { TAG } from "./comments.js";

/** The tag with a type behind it, wherever it stands; `@importspy/transformer` has none. */
const TAG_WITH_TYPE = /@importspy(?=\s*\{)/g;

/** Code in Markdown: fenced, or between backticks on a line. */
const CODE = /(```|~~~)[\s\S]*?\1|`[^`\n]*`/g;

/**
 * Finds what looks like a contract and is none: the tag with a type in a comment that is no doc comment, not at the top
 * level, or in which it does not start a line. A build takes such a comment for what it is, a comment, and nothing is
 * guarded; so whoever can should say so. Between backticks the tag is a mention.
 *
 * @param typescript - A compiler with its language service.
 * @param file - The file, with parents.
 * @param contracts - The contract comments that were found in it.
 * @returns Where the tags stand.
 */
export function findStrayTags(
  typescript: TypeScript,
  file: ts.SourceFile,
  contracts: readonly ContractComment[],
): Span[] {
  const isMention = (comment: ts.TextRange, start: number) => {
    const code = [...file.text.slice(comment.pos, comment.end).matchAll(CODE)];
    const offset = start - comment.pos;
    return code.some(({ index, 0: text }) => index < offset && offset < index + text.length);
  };
  return [...file.text.matchAll(TAG_WITH_TYPE)].flatMap(({ index: start }) => {
    if (contracts.some(({ pos, end }) => pos <= start && start < end)) return [];
    const comment = commentAt(typescript, file, start);
    return comment && !isMention(comment, start) ? [{ file, start, length: TAG.length }] : [];
  });
}
