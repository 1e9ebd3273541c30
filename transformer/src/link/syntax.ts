import type ts from "typescript";
import { once } from "../analysis/memoize.js";
import type { TypeScript } from "../compiler/compiler.js";
import { type FileValues, findLoads, type Load, readValues } from "./loads.js";
import type { Name, Reference } from "./reference.js";

/** What the syntax of a file tells, read when it is asked for. */
export interface FileSyntax {
  /** Its names and values. */
  values(): FileValues;
  /** Its calls that load a module. */
  loads(): readonly Load[];
  /** The exports of other files that its names stand for, as far as they were asked for. */
  readonly references: Map<ts.Symbol, Map<Name, readonly Reference[]>>;
}

/** What is known of files. Files never change: an edit makes a new one. */
export type SyntaxCache = WeakMap<ts.SourceFile, FileSyntax>;

/**
 * Makes a reader that reads no file a second time, for hosts that make a program for each edit.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param cache - What is known of files.
 */
export function createSyntaxReader(
  typescript: TypeScript,
  options: ts.CompilerOptions,
  cache: SyntaxCache,
): (file: ts.SourceFile) => FileSyntax {
  return (file) => {
    const known = cache.get(file);
    if (known) return known;
    const values = once(() => readValues(typescript, file, options));
    const syntax = { values, loads: once(() => findLoads(typescript, file, values)), references: new Map() };
    cache.set(file, syntax);
    return syntax;
  };
}
