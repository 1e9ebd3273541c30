import type ts from "typescript";
import type { Analysis } from "../../../link/diagnose.js";
import type { Vocabulary } from "../../../type/vocabulary.js";

/** A piece of a file's text, and what takes its place. */
export interface TextEdit {
  readonly fileName: string;
  readonly start: number;
  readonly length: number;
  readonly text: string;
}

/** A change that an editor offers. */
export interface Fix {
  /** For protocols that name what they offer. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** What it sets right; nothing where nothing is wrong. */
  readonly diagnostic?: ts.Diagnostic;
  /** There is no doubt that this is meant. */
  readonly isPreferred?: boolean;
}

/** What fixes are made for: a file of a program. */
export interface Fixing {
  readonly analysis: Analysis;
  readonly vocabulary: Vocabulary;
  readonly file: ts.SourceFile;
  /** Reads files that are not of the program: package.json. */
  readFile(fileName: string): string | undefined;
}

/** Text of TypeScript, also in a comment, that it must not end. */
export const quoted = (text: string) => JSON.stringify(text).replaceAll("*/", "*\\u002f");

/** How the lines of a file end. */
export const eolOf = ({ text }: Pick<ts.SourceFile, "text">) => (text.includes("\r\n") ? "\r\n" : "\n");

/** An edit that adds text. */
export function insert({ fileName }: ts.SourceFile, start: number, text: string): TextEdit {
  return { fileName, start, length: 0, text };
}

/** Whether somebody writes in a file: it is neither made by a tool nor part of an installed package. */
export function isWritten({ analysis }: Fixing, file: ts.SourceFile): boolean {
  const { program } = analysis.context;
  return !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file) && !/@generated\b/.test(file.text);
}
