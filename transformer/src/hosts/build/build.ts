/**
 * `tsc` with guards: TypeScript's own command line, of which every program is guarded. Its parts are TypeScript's
 * (argument parser, hosts, reporters, solution builder); only the order in which they are put together, which is that
 * of `executeCommandLine`, is written down here again, since that makes its programs behind closed doors.
 *
 * @module
 */

import type ts from "typescript";
import { once } from "../../analysis/memoize.js";
import type { TypeScript } from "../../compiler/compiler.js";
import { removeSidecars } from "../../emit/write.js";
import { doubtBuildInfos } from "../tspc/buildinfo.js";
import { readSolution } from "../tspc/references.js";
import { reportStatistics, startStatistics } from "../tspc/statistics.js";
import { type Builder, commandLineOf } from "../tspc/tsc.js";
import { keptNameOf } from "./beside/kept.js";
import { findConfig } from "./configs.js";
import { createOutdater, type Outdater } from "./importers.js";
import { createProgram } from "./patched.js";
import { createBuilderFactory, finish, guard, parseLikeTsc } from "./programs.js";
import {
  type Build,
  type BuildObserver,
  createReporter,
  createSummary,
  createWatchStatus,
  isPretty,
} from "./reporting.js";

/** A build that goes on until it is stopped. */
export interface Watching {
  close(): void;
}

function buildOnce(build: Build, config: ts.ParsedCommandLine): number {
  const { tsc, system, observer } = build;
  const { options, fileNames: rootNames, projectReferences } = config;
  const configFileParsingDiagnostics = tsc.getConfigFileParsingDiagnostics(config);
  const references = projectReferences && { projectReferences };
  if (tsc.isIncrementalCompilation(options)) {
    const host = parseLikeTsc(build, tsc.createIncrementalCompilerHost(options, system));
    const createProgram = createBuilderFactory(build, "project");
    const builder = tsc.createIncrementalProgram({
      rootNames,
      options,
      host,
      createProgram,
      configFileParsingDiagnostics,
      ...references,
    });
    return finish(build, builder, options);
  }
  const host = parseLikeTsc(build, tsc.createCompilerHostWorker(options, undefined, system));
  const currentDirectory = host.getCurrentDirectory();
  const toPath = (name: string) => tsc.toPath(name, currentDirectory, (each) => host.getCanonicalFileName(each));
  tsc.changeCompilerHostLikeToUseCache(host, toPath);
  startStatistics(tsc, system, options, "project");
  observer.onOptions?.(options);
  const program = createProgram(tsc, { rootNames, options, host, configFileParsingDiagnostics, ...references });
  return finish(build, guard(build, program, host), options);
}

interface WatchedConfig {
  readonly fileName: string;
  readonly parsed: ts.ParsedCommandLine;
  readonly cache: Map<string, ts.ExtendedConfigCacheEntry>;
}

function watch(
  build: Build,
  given: ts.ParsedCommandLine,
  options: ts.CompilerOptions,
  config: WatchedConfig | undefined,
): Watching {
  const { tsc, system, observer } = build;
  const effective = config?.parsed.options ?? options;
  const input = {
    system,
    createProgram: createBuilderFactory(build, "project"),
    reportDiagnostic: createReporter(build, effective),
    reportWatchStatus: createWatchStatus(build, effective),
  };
  const afterEach = (host: { afterProgramCreate?(builder: Builder): void }) => {
    const { afterProgramCreate } = host;
    host.afterProgramCreate = (builder) => {
      afterProgramCreate?.call(host, builder);
      observer.onReport?.();
      reportStatistics(tsc, system, builder.getProgram());
    };
  };
  const watchOptions = given.watchOptions;
  if (!config) {
    const host = tsc.createWatchCompilerHostOfFilesAndCompilerOptions({
      ...input,
      rootFiles: given.fileNames,
      options,
      watchOptions,
    });
    afterEach(parseLikeTsc(build, host));
    return tsc.createWatchProgram(host);
  }
  const host = tsc.createWatchCompilerHostOfConfigFile({
    ...input,
    configFileName: config.fileName,
    optionsToExtend: options,
    watchOptionsToExtend: watchOptions,
  });
  afterEach(parseLikeTsc(build, host));
  host.configFileParsingResult = config.parsed;
  host.extendedConfigCache = config.cache;
  return tsc.createWatchProgram(host);
}

/**
 * Lets TypeScript say what it says instead of compiling: help, the version, a mistake in the arguments. It must not
 * come to compile anything, for that would be unguarded: then nothing can be written.
 */
function executeUnguarded({ tsc, system }: Build, args: readonly string[], mayWrite: boolean): number {
  let status = 0;
  const writeFile: ts.System["writeFile"] = (name, ...rest) => {
    if (!mayWrite) throw new Error(`${name} would have been emitted without guards`);
    system.writeFile(name, ...rest);
  };
  const exit = (code = 0) => {
    status = code;
  };
  tsc.executeCommandLine({ ...system, writeFile, exit }, () => {}, args);
  return status;
}

function buildProject(build: Build, args: readonly string[]): number | Watching {
  const { tsc, system } = build;
  const given = tsc.parseCommandLine(args, (name) => system.readFile(name));
  const { init, version, help, all, showConfig, listFilesOnly, locale } = given.options;
  if (locale) tsc.validateLocaleAndSetLanguage(String(locale), system, given.errors);
  const isTold =
    given.errors.length || init || version || help || all || showConfig || (given.options.watch && listFilesOnly);
  const fileName = isTold ? undefined : findConfig(build, given);
  if (fileName === undefined) return executeUnguarded(build, args, Boolean(init));

  const options = tsc.convertToOptionsWithAbsolutePaths(given.options, (name) =>
    tsc.getNormalizedAbsolutePath(name, system.getCurrentDirectory()),
  );
  if (fileName === false) {
    return tsc.isWatchSet(options) ? watch(build, given, options, undefined) : buildOnce(build, { ...given, options });
  }
  const cache = new Map<string, ts.ExtendedConfigCacheEntry>();
  const reporter = tsc.createDiagnosticReporter(system);
  const parsed = tsc.parseConfigFileWithSystem(fileName, options, cache, given.watchOptions, system, reporter);
  if (!parsed) return tsc.ExitStatus.DiagnosticsPresent_OutputsSkipped;
  return tsc.isWatchSet(parsed.options)
    ? watch(build, given, options, { fileName, parsed, cache })
    : buildOnce(build, parsed);
}

/** TypeScript's numbers of what it says when a round of a watching build begins, and when it ends. */
const FILE_CHANGED = 6032;
const ERRORS_FOUND = [6193, 6194];

/** Builds, and builds on while there is a project to which TypeScript sees no way. */
function buildAll({ tsc }: Build, builder: ts.SolutionBuilder<Builder>, outdater: Outdater): ts.ExitStatus {
  const {
    Success,
    DiagnosticsPresent_OutputsGenerated: some,
    DiagnosticsPresent_OutputsSkipped: none,
  } = tsc.ExitStatus;
  let status = builder.build();
  while (outdater.outdateNext(builder)) {
    const next = builder.build();
    status = next === none && (status === Success || status === some) ? some : next;
  }
  return status;
}

function buildSolution(build: Build, args: readonly string[]): number | Watching {
  const { tsc, system } = build;
  const { buildOptions, watchOptions, projects, errors } = tsc.parseBuildCommand(args);
  if (buildOptions.locale) tsc.validateLocaleAndSetLanguage(String(buildOptions.locale), system, errors);
  if (errors.length || buildOptions.help || !projects.length) return executeUnguarded(build, args, false);

  const solution = once(() => readSolution(tsc, system, projects));
  doubtBuildInfos(tsc, system, solution);
  const outdater = createOutdater(build, solution);
  const createProgram = createBuilderFactory(build, "build");
  const reporter = createReporter(build, buildOptions);
  const status = tsc.createBuilderStatusReporter(system, isPretty(build, buildOptions));
  let watching: ts.SolutionBuilder<Builder> | undefined;
  const prepare = <Host extends ts.SolutionBuilderHostBase<Builder>>(host: Host): Host => {
    host.afterProgramEmitAndDiagnostics = (done) => {
      outdater.finish(done.getProgram(), watching);
      reportStatistics(tsc, system, done.getProgram());
    };
    const { deleteFile } = host;
    // `-b --clean` knows what TypeScript emits; the sidecar goes with its file.
    host.deleteFile = (fileName) => {
      deleteFile?.call(host, fileName);
      removeSidecars(system, fileName);
      if (fileName.endsWith(".tsbuildinfo") && system.fileExists(keptNameOf(fileName)))
        deleteFile?.call(host, keptNameOf(fileName));
    };
    return parseLikeTsc(build, host);
  };
  if (buildOptions.watch) {
    const report = createWatchStatus(build, buildOptions);
    const watchStatus: ts.WatchStatusReporter = (diagnostic, ...rest) => {
      if (diagnostic.code === FILE_CHANGED) outdater.begin();
      if (ERRORS_FOUND.includes(diagnostic.code) && outdater.outdateNext(builder)) builder.build();
      else report(diagnostic, ...rest);
    };
    const host = prepare(tsc.createSolutionBuilderWithWatchHost(system, createProgram, reporter, status, watchStatus));
    const builder = tsc.createSolutionBuilderWithWatch(host, projects, buildOptions, watchOptions);
    watching = builder;
    builder.build();
    return builder as typeof builder & Watching;
  }
  const summary = createSummary(build, buildOptions);
  const host = prepare(tsc.createSolutionBuilderHost(system, createProgram, reporter, status, summary));
  const builder = tsc.createSolutionBuilder(host, projects, buildOptions);
  const exitStatus = buildOptions.clean ? builder.clean() : buildAll(build, builder, outdater);
  tsc.dumpTracingLegend();
  return exitStatus;
}

/**
 * Does what `tsc` does with these arguments, and guards every program.
 *
 * @param typescript - The compiler, of the version that the plugin was made for.
 * @param system - TypeScript's view of the machine.
 * @param args - The arguments of `tsc`.
 * @param observer - Is told how the build goes.
 * @returns The exit status of `tsc`, or the handle of a build that watches.
 * @throws Error when the build cannot work at all.
 */
export function executeBuild(
  typescript: TypeScript,
  system: ts.System,
  args: readonly string[],
  observer: BuildObserver = {},
): number | Watching {
  // A copy, since it is changed.
  const build = { tsc: commandLineOf(typescript), system: { ...system }, observer };
  return build.tsc.isBuildCommand(args) ? buildSolution(build, args) : buildProject(build, args);
}
