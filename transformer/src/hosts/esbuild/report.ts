import { readFileSync } from "node:fs";
import path from "node:path";
import type { Location, PartialMessage } from "esbuild";
import type { BundlerProblem } from "../bundler/errors.js";

/** esbuild counts columns and lengths in bytes. */
const bytesOf = (text: string): number => Buffer.byteLength(text);

/** The line of a file that a problem is in; empty where the file is gone. */
function lineOf(file: string, line: number): string {
  try {
    return readFileSync(file, "utf8").split(/\r\n|\n|\r/)[line - 1] ?? "";
  } catch {
    // A file that was removed meanwhile: the message still names the place.
    return "";
  }
}

/**
 * Problems as esbuild prints them: `✘ [ERROR] TS87301: …`, at their place in the source.
 *
 * @param root - The folder that paths in messages are seen from.
 * @param problems - What the guard service found.
 */
export function messagesOf(root: string, problems: readonly BundlerProblem[]): PartialMessage[] {
  return problems.map(({ text, file, line, column, length }) => {
    const lineText = lineOf(file, line);
    const location: Partial<Location> = {
      file: path.relative(root, file).replaceAll("\\", "/"),
      line,
      column: bytesOf(lineText.slice(0, column)),
      length: bytesOf(lineText.slice(column, column + length)),
      lineText,
    };
    return { text: text.replace(/^error /, ""), location };
  });
}
