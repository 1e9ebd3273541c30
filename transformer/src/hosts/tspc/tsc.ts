import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";

/** A builder program, as TypeScript's command line creates it. */
export type Builder = ts.EmitAndSemanticDiagnosticsBuilderProgram;

/** A compiler host that parses like `tsc`: doc comments only where they can contain errors. */
type ParsingHost<Host> = Host & { jsDocParsingMode?: ts.JSDocParsingMode };

interface ParsedBuildCommand {
  readonly buildOptions: ts.BuildOptions;
  readonly watchOptions: ts.WatchOptions | undefined;
  readonly projects: string[];
  readonly errors: ts.Diagnostic[];
}

interface WatchHostInput {
  readonly system: ts.System;
  readonly createProgram: ts.CreateProgram<Builder>;
  readonly reportDiagnostic: ts.DiagnosticReporter;
  readonly reportWatchStatus: ts.WatchStatusReporter;
}

type Summary = (errorCount: number, filesInError: readonly (ts.ReportFileInError | undefined)[]) => void;

/** The measures of `--diagnostics`. */
interface Performance {
  enable(system?: ts.System): boolean;
  disable(): void;
  isEnabled(): boolean;
  getDuration(measure: string): number;
  forEachMeasure(visit: (name: string, duration: number) => void): void;
}

/**
 * The internal parts of TypeScript's command line, which its declarations do not contain. `executeCommandLine` combines
 * all of them, but it creates its programs internally, where guards cannot be added.
 */
interface CommandLine {
  readonly performance: Performance;
  readonly tracing: { stopTracing(): void } | undefined;
  isBuildCommand(args: readonly string[]): boolean;
  parseBuildCommand(args: readonly string[]): ParsedBuildCommand;
  executeCommandLine(system: ts.System, callback: () => void, args: readonly string[]): unknown;
  convertToOptionsWithAbsolutePaths(
    options: ts.CompilerOptions,
    toAbsolute: (path: string) => string,
  ): ts.CompilerOptions;
  getNormalizedAbsolutePath(path: string, currentDirectory: string): string;
  getTsBuildInfoEmitOutputFilePath(options: ts.CompilerOptions): string | undefined;
  getSourceFileVersionAsHashFromText(host: Pick<ts.System, "createHash">, text: string): string;
  parseConfigFileWithSystem(
    configFileName: string,
    options: ts.CompilerOptions,
    extendedConfigCache: Map<string, ts.ExtendedConfigCacheEntry>,
    watchOptions: ts.WatchOptions | undefined,
    system: ts.System,
    reportDiagnostic: ts.DiagnosticReporter,
  ): ts.ParsedCommandLine | undefined;
  createDiagnosticReporter(system: ts.System, pretty?: boolean): ts.DiagnosticReporter;
  createWatchStatusReporter(system: ts.System, pretty?: boolean): ts.WatchStatusReporter;
  isWatchSet(options: ts.CompilerOptions): boolean;
  isIncrementalCompilation(options: ts.CompilerOptions): boolean;
  createIncrementalCompilerHost(options: ts.CompilerOptions, system: ts.System): ParsingHost<ts.CompilerHost>;
  createCompilerHostWorker(
    options: ts.CompilerOptions,
    setParentNodes: boolean | undefined,
    system: ts.System,
  ): ParsingHost<ts.CompilerHost>;
  changeCompilerHostLikeToUseCache(host: ts.CompilerHost, toPath: (fileName: string) => ts.Path): void;
  toPath(fileName: string, basePath: string, getCanonicalFileName: (name: string) => string): ts.Path;
  createWatchCompilerHostOfConfigFile(
    input: WatchHostInput & {
      readonly configFileName: string;
      readonly optionsToExtend: ts.CompilerOptions;
      readonly watchOptionsToExtend: ts.WatchOptions | undefined;
    },
  ): ParsingHost<ts.WatchCompilerHostOfConfigFile<Builder>> & {
    configFileParsingResult?: ts.ParsedCommandLine;
    extendedConfigCache?: Map<string, ts.ExtendedConfigCacheEntry>;
  };
  createWatchCompilerHostOfFilesAndCompilerOptions(
    input: WatchHostInput & {
      readonly rootFiles: string[];
      readonly options: ts.CompilerOptions;
      readonly watchOptions: ts.WatchOptions | undefined;
    },
  ): ParsingHost<ts.WatchCompilerHostOfFilesAndCompilerOptions<Builder>>;
  emitFilesAndReportErrorsAndGetExitStatus(
    program: ts.Program | Builder,
    reportDiagnostic: ts.DiagnosticReporter,
    write: ((text: string) => void) | undefined,
    reportSummary: Summary | undefined,
  ): ts.ExitStatus;
  getErrorCountForSummary(diagnostics: readonly ts.Diagnostic[]): number;
  getFilesInErrorForSummary(diagnostics: readonly ts.Diagnostic[]): (ts.ReportFileInError | undefined)[];
  getErrorSummaryText(
    errorCount: number,
    filesInError: readonly (ts.ReportFileInError | undefined)[],
    newLine: string,
    host: ts.System,
  ): string;
  startTracing(mode: "project" | "build", folder: string, configFilePath: string | undefined): void;
  dumpTracingLegend(): void;
}

/** A compiler with the internal parts of its command line. */
export type Tsc = TypeScript & CommandLine;

/** Gives access to the internal parts of a compiler. */
export function commandLineOf(typescript: TypeScript): Tsc {
  return typescript as Tsc;
}

/** The program of a builder; `undefined` when the builder was restored from a .tsbuildinfo file. */
export function programOf(builder: Builder | undefined): ts.Program | undefined {
  return (
    builder as (Builder & { getProgramOrUndefined(): ts.Program | undefined }) | undefined
  )?.getProgramOrUndefined();
}
