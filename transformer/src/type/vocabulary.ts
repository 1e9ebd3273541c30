import { readFileSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { bind, type TypeScript } from "../compiler/compiler.js";

/** The names that contracts may use without an import. */
export type Vocabulary = ReadonlyMap<ts.__String, ts.Symbol>;

/** The name of the file that declares them. The file is not part of a program. */
export const VOCABULARY_FILE = "/importspy/vocabulary.ts";

/**
 * Declares the vocabulary: typia's tags and importspy's own types. `importspy` ships it as one declaration file.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @returns The symbols of the types by name, for a checker.
 */
export function declareVocabulary(typescript: TypeScript, options: ts.CompilerOptions): Vocabulary {
  const text = readFileSync(path.join(path.dirname(require.resolve("importspy")), "vocabulary.d.cts"), "utf8");
  const file = typescript.createSourceFile(VOCABULARY_FILE, text, typescript.ScriptTarget.Latest, true);
  return (bind(typescript, file, options).symbol?.exports ?? new Map()) as Vocabulary;
}
