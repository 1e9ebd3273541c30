import type ts from "typescript";
import { createChecker, type TypeScript } from "../compiler/compiler.js";
import type { CommentCache } from "../discover/cache.js";
import type { ManifestFinder } from "../discover/identity.js";
import { createSyntaxReader, type SyntaxCache } from "../link/syntax.js";
import type { Vocabulary } from "../type/vocabulary.js";
import type { Context, Report } from "./context.js";
import type { ContractMemory } from "./memory.js";

/** What a host gives the pipeline. */
export interface PipelineInput {
  readonly ts: TypeScript;
  readonly program: ts.Program;
  readonly host: ts.ModuleResolutionHost;
  /** What is generated is emitted, file by file in an order that the host chooses. */
  readonly emits?: boolean;
  /** The program lacks the types of some modules: refusals of importers are to be judged again with them. */
  readonly lacksTypes?: boolean;
  /** Types contracts, instead of a checker of their own: for hosts that emit nothing. */
  readonly checker?: ts.TypeChecker;
  /** Comments by file, from the programs before: for hosts that make a program for each edit. */
  readonly comments?: CommentCache;
  /** What the syntax of files tells, for the same hosts. */
  readonly syntax?: SyntaxCache;
  /** Contracts from the programs before, for the same hosts. */
  readonly memory?: ContractMemory;
  /** The vocabulary, for the same hosts. */
  readonly vocabulary?: () => Vocabulary;
  /** Finds package.json files, for the same hosts. */
  readonly findManifest?: ManifestFinder;
  /** The file that a file of the program stands for, where that is another one: the script of `App.vue`. */
  readonly nameOf?: (fileName: string) => string;
}

/**
 * Makes what every stage works with.
 *
 * @param input - The compiler, the program, and the file system to resolve modules with.
 * @param report - Records diagnostics.
 */
export function createContext(input: PipelineInput, report: Report): Context {
  const { ts, program, host, syntax, lacksTypes = false } = input;
  let { checker } = input;
  const options = program.getCompilerOptions();
  return {
    ts,
    program,
    get checker() {
      checker ??= createChecker(ts, program);
      return checker;
    },
    options,
    host,
    report,
    lacksTypes,
    syntaxOf: createSyntaxReader(ts, options, syntax ?? new WeakMap()),
  };
}
