import type ts from "typescript";
import { reportStatistics, startStatistics } from "../tspc/statistics.js";
import { type Builder, programOf } from "../tspc/tsc.js";
import { guardProgram, isGuarded } from "../tspc/tspc.js";
import { createProgram } from "./patched.js";
import { type Build, createReporter, createSummary } from "./reporting.js";

/** Parses doc comments as `tsc` does: only those that types can depend on. */
export const parseLikeTsc = <Host extends { jsDocParsingMode?: ts.JSDocParsingMode }>(
  { tsc }: Build,
  host: Host,
): Host => Object.assign(host, { jsDocParsingMode: tsc.JSDocParsingMode.ParseForTypeErrors });

/** Guards a program, and tells so. */
export function guard({ tsc, observer }: Build, program: ts.Program, host: ts.CompilerHost | undefined): ts.Program {
  const guarded = isGuarded(program) ? program : guardProgram(tsc, program, host);
  observer.onProgram?.(guarded);
  return guarded;
}

/** Makes the programs of incremental, watched and referenced builds. */
export function createBuilderFactory(build: Build, mode: "project" | "build"): ts.CreateProgram<Builder> {
  const { tsc, system, observer } = build;
  return (rootNames, options, host, oldProgram, configFileParsingDiagnostics, projectReferences) => {
    // Without root names the old program is taken over as it is: it is guarded already.
    if (!rootNames || !options) {
      return tsc.createEmitAndSemanticDiagnosticsBuilderProgram(rootNames, options, host, oldProgram);
    }
    startStatistics(tsc, system, options, mode);
    observer.onOptions?.(options);
    const old = programOf(oldProgram);
    const program = createProgram(tsc, {
      rootNames,
      options,
      ...(host && { host }),
      ...(old && { oldProgram: old }),
      ...(configFileParsingDiagnostics && { configFileParsingDiagnostics }),
      ...(projectReferences && { projectReferences }),
    });
    guard(build, program, host);
    return tsc.createEmitAndSemanticDiagnosticsBuilderProgram(program, host!, oldProgram, configFileParsingDiagnostics);
  };
}

/** Emits a program, prints what is wrong with it, and gives the exit status of `tsc`. */
export function finish(build: Build, program: ts.Program | Builder, options: ts.CompilerOptions): number {
  const { tsc, system, observer } = build;
  const write = (text: string) => system.write(text + system.newLine);
  const reporter = createReporter(build, options);
  const summary = createSummary(build, options);
  const status = tsc.emitFilesAndReportErrorsAndGetExitStatus(program, reporter, write, summary);
  observer.onReport?.();
  reportStatistics(tsc, system, "getProgram" in program ? program.getProgram() : program);
  return status;
}
