import type ts from "typescript";
import type { Analysis } from "../../../link/diagnose.js";
import type { Vocabulary } from "../../../type/vocabulary.js";

/** A text range of a file and its replacement. */
export interface TextEdit {
  readonly fileName: string;
  readonly start: number;
  readonly length: number;
  readonly text: string;
}

/** A change that an editor offers. */
export interface Fix {
  /** The name of the fix in protocols. */
  readonly name: string;
  /** The title for users. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The diagnostic that it fixes; absent for a refactoring. */
  readonly diagnostic?: ts.Diagnostic;
  /** Whether it is clearly the intended change. */
  readonly isPreferred?: boolean;
}

/** The file for which fixes are created. */
export interface Fixing {
  readonly analysis: Analysis;
  readonly vocabulary: Vocabulary;
  readonly file: ts.SourceFile;
  /** Reads files outside of the program, such as package.json. */
  readFile(fileName: string): string | undefined;
}

/** A string literal for code or a comment. It cannot end the comment. */
export const quoted = (text: string) => JSON.stringify(text).replaceAll("*/", "*\\u002f");

/** The line ending of a file. */
export const eolOf = ({ text }: Pick<ts.SourceFile, "text">) => (text.includes("\r\n") ? "\r\n" : "\n");

/** An edit that adds text. */
export function insert({ fileName }: ts.SourceFile, start: number, text: string): TextEdit {
  return { fileName, start, length: 0, text };
}

/** Whether a file is written by hand: not generated, and not in an installed package. */
export function isWritten({ analysis }: Fixing, file: ts.SourceFile): boolean {
  const { program } = analysis.context;
  return !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file) && !/@generated\b/.test(file.text);
}
