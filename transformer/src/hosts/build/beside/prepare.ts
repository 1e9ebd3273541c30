/**
 * Finds and types the contracts of a project that another compiler builds.
 *
 * @module
 */
import type ts from "typescript";
import { findSpecifiers } from "../../../compiler/specifiers.js";
import type { Compilation } from "../../../emit/compilation.js";
import { compileContracts } from "../../../pipeline.js";
import { createSmallProgram } from "../../../service/smallProgram.js";
import { readTextGraph, type TextGraph } from "../../../service/texts/graph.js";
import type { FoundInputs } from "../../guards/inputs.js";
import { parseLikeTsc } from "../programs.js";
import type { Build } from "../reporting.js";

/** What is known of a project's contracts. */
export interface Prepared {
  readonly config: ts.ParsedCommandLine;
  readonly program: ts.Program;
  /** The program lacks files that contracts have nothing to do with. */
  readonly isSmall: boolean;
  readonly compilation: Compilation;
  readonly diagnostics: readonly ts.Diagnostic[];
  /** What has been read past TypeScript's view of the machine. */
  readonly inputs: readonly string[];
  /** What is known of the files. */
  readonly found: Omit<FoundInputs, "files">;
}

/** What a program of some files tells; `undefined` where types of others may have a say. */
function prepareSmall(
  build: Build,
  config: ts.ParsedCommandLine,
  host: ts.CompilerHost,
  graph: TextGraph | undefined,
): Prepared | undefined {
  const { tsc } = build;
  const small = graph && createSmallProgram(tsc, host, config, graph, true);
  if (!small) return undefined;
  const compilation = compileContracts({ ts: tsc, ...small, lacksTypes: true });
  const isRight = small.program.getSourceFiles().every((file) => !compilation.diagnosticsOf(file).length);
  if (!isRight) return undefined;
  const { program } = small;
  return {
    ...{ config, program, isSmall: true, compilation, diagnostics: [], inputs: graph.inputs() },
    found: {
      textOf: (name) => (graph.has(name) ? graph.textOf(name) : undefined),
      loadsOf: (name) => (program.getSourceFile(name) ? undefined : [...findSpecifiers(graph.textOf(name))]),
    },
  };
}

/** Reads the texts of a project. */
function readGraph({ options: { configFilePath } }: ts.ParsedCommandLine): TextGraph | undefined {
  return typeof configFilePath === "string" ? readTextGraph(configFilePath) : undefined;
}

/**
 * What the other compiler says itself: a contract that names what is wrong in its file says so once more, since a program
 * has its errors and ours in one list.
 */
function isSaidByOthers(program: ts.Program, { file, start, code, source }: ts.Diagnostic): boolean {
  if (source !== undefined || !file) return false;
  return program.getSemanticDiagnostics(file).some((each) => each.start === start && each.code === code);
}

/**
 * Plans what is to be guarded.
 *
 * @param build - The build.
 * @param config - The project.
 * @param hasContracts - Whether anything is to be guarded, by the texts that the compiler finds.
 * @param graph - The project's texts.
 * @returns `undefined` where nothing is.
 */
export function prepare(
  build: Build,
  config: ts.ParsedCommandLine,
  hasContracts: () => boolean,
  graph = readGraph(config),
): Prepared | undefined {
  const { tsc, system, observer } = build;
  const { options, fileNames: rootNames, projectReferences } = config;
  observer.onOptions?.(options);
  const host = parseLikeTsc(build, tsc.createCompilerHostWorker(options, undefined, system));
  const small = prepareSmall(build, config, host, graph);
  if (small) return small;
  if (!hasContracts()) return undefined;
  const references = projectReferences && { projectReferences };
  const program = tsc.createProgram({ rootNames, options, host, ...references });
  const compilation = compileContracts({ ts: tsc, program, host });
  const diagnostics = program.getSourceFiles().flatMap((file) => {
    // Which imports TypeScript elides is known when it has checked the file.
    if (compilation.judgesImportsOf(file)) program.getSemanticDiagnostics(file);
    return compilation.diagnosticsOf(file).filter((each) => !isSaidByOthers(program, each));
  });
  const sorted = tsc.sortAndDeduplicateDiagnostics(diagnostics);
  return { config, program, isSmall: false, compilation, diagnostics: sorted, inputs: [], found: {} };
}
