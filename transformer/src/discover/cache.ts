import type ts from "typescript";
import { createDiagnostic, type Report } from "../analysis/context.js";
import type { ContractComment } from "../analysis/model.js";
import { isJson, type TypeScript } from "../compiler/compiler.js";
import { findContractComments } from "./comments.js";

/** The contract comments of a file, and the mistakes in how they are written. */
export interface FoundComments {
  readonly comments: readonly ContractComment[];
  readonly mistakes: readonly Parameters<Report>[];
}

/** The comments found in each source file. A source file never changes: an edit makes a new one. */
export type CommentCache = WeakMap<ts.SourceFile, FoundComments>;

/** Finds the contract comments of a file. */
export type CommentFinder = (file: ts.SourceFile) => FoundComments;

const NONE: FoundComments = { comments: [], mistakes: [] };

/**
 * Makes a finder that scans each source file once. Hosts that make a program for each edit share its cache.
 *
 * @param typescript - The compiler.
 * @param cache - The results of earlier scans; new results are added.
 */
export function createCommentFinder(typescript: TypeScript, cache: CommentCache): CommentFinder {
  const find = (file: ts.SourceFile): FoundComments => {
    if (isJson(file)) return NONE;
    const mistakes: Parameters<Report>[] = [];
    const comments = findContractComments(typescript, file, (...mistake) => {
      mistakes.push(mistake);
      return createDiagnostic(typescript, ...mistake);
    });
    return comments.length || mistakes.length ? { comments, mistakes } : NONE;
  };
  return (file) => {
    const known = cache.get(file);
    if (known) return known;
    const found = find(file);
    cache.set(file, found);
    return found;
  };
}
