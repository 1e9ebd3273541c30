import type ts from "typescript";
import { createChecker, type TypeScript } from "../compiler/compiler.js";
import type { CommentCache } from "../discover/cache.js";
import type { ManifestFinder } from "../discover/identity.js";
import { createSyntaxReader, type SyntaxCache } from "../link/syntax.js";
import type { Vocabulary } from "../type/vocabulary.js";
import type { Context, Report } from "./context.js";
import type { ContractMemory } from "./memory.js";

/** The input of the pipeline, from a host. */
export interface PipelineInput {
  readonly ts: TypeScript;
  readonly program: ts.Program;
  readonly host: ts.ModuleResolutionHost;
  /** Whether the host emits the generated code. It may do so in any order of files. */
  readonly emits?: boolean;
  /** The program lacks the types of some modules. If an importer is refused, the full program must judge again. */
  readonly lacksTypes?: boolean;
  /** The checker to type contracts with, for hosts that do not emit. By default, a second checker is created. */
  readonly checker?: ts.TypeChecker;
  /** The comments of files, from earlier programs: for hosts that make a program for each edit. */
  readonly comments?: CommentCache;
  /** The syntax of files, for the same hosts. */
  readonly syntax?: SyntaxCache;
  /** The contracts of earlier programs, for the same hosts. */
  readonly memory?: ContractMemory;
  /** The vocabulary, for the same hosts. */
  readonly vocabulary?: () => Vocabulary;
  /** Finds package.json files, for the same hosts. */
  readonly findManifest?: ManifestFinder;
  /** The real file behind a file of the program, if that is another one: the script of `App.vue`. */
  readonly nameOf?: (fileName: string) => string;
}

/**
 * Makes the shared state of all stages.
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
