import type ts from "typescript";
import { once } from "../analysis/memoize.js";
import type { TypeScript } from "../compiler/compiler.js";
import { type FileValues, findLoads, type Load, readValues } from "./loads.js";
import type { Name, Reference } from "./reference.js";

/** The syntax of a file, read on demand. */
export interface FileSyntax {
  /** The names and values of the file. */
  values(): FileValues;
  /** The calls of the file that load a module. */
  loads(): readonly Load[];
  /** The exports of other files that a name refers to, for the names looked up so far. */
  readonly references: Map<ts.Symbol, Map<Name, readonly Reference[]>>;
}

/** The syntax of each source file. A source file never changes: an edit makes a new one. */
export type SyntaxCache = WeakMap<ts.SourceFile, FileSyntax>;

/**
 * Makes a reader that reads each source file once. Hosts that make a program for each edit share its cache.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param cache - The results of earlier reads; new results are added.
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
