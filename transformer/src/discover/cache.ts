import type ts from "typescript";
import type { TypeScript } from "../compiler.js";
import type { Report } from "../context.js";
import type { ContractComment } from "../model.js";
import { findContractComments } from "./comments.js";

/** The comments of files and what was reported of them. Files never change: an edit makes a new one. */
export type CommentCache = WeakMap<ts.SourceFile, { comments: ContractComment[]; reported: Parameters<Report>[] }>;

/** Finds the contract comments of a file, and reports the mistakes in them, anew for each program. */
export type CommentFinder = (file: ts.SourceFile, report: Report) => readonly ContractComment[];

/**
 * Makes a finder that scans no file a second time, for hosts that make a program for each edit.
 *
 * @param typescript - The compiler.
 * @param cache - What is known of files.
 */
export function createCommentFinder(typescript: TypeScript, cache: CommentCache): CommentFinder {
  return (file, report) => {
    const known = cache.get(file);
    if (known) {
      for (const mistake of known.reported) report(...mistake);
      return known.comments;
    }
    const reported: Parameters<Report>[] = [];
    const comments = findContractComments(typescript, file, (...mistake) => {
      reported.push(mistake);
      return report(...mistake);
    });
    cache.set(file, { comments, reported });
    return comments;
  };
}
