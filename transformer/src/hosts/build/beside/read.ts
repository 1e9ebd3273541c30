/**
 * Reads what is to be built, where another compiler can do that and leave guards to importspy.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import { commandLineOf } from "../../tspc/tsc.js";
import { findConfig } from "../configs.js";
import type { Build, BuildObserver } from "../reporting.js";
import type { Early } from "./early.js";
import { type Reads, trackReads } from "./reads.js";

/** What another compiler is to build. */
export interface BesideBuild {
  readonly build: Build;
  readonly configFileName: string;
  readonly config: ts.ParsedCommandLine;
  readonly watches: boolean;
  /** When it began. */
  readonly start: number;
  /** What has been read for it. */
  readonly reads: Reads;
  /** The compiler, where that was started already. */
  readonly early?: Early;
}

/** Begins to read, and to note what is read. */
function startReading(
  typescript: TypeScript,
  system: ts.System,
  observer: BuildObserver,
): Pick<BesideBuild, "build" | "start" | "reads"> {
  const start = Date.now();
  const tracked = trackReads(system);
  return { build: { tsc: commandLineOf(typescript), system: tracked.system, observer }, start, reads: tracked.reads };
}

/**
 * Reads what `tsc` would build with these arguments, where another compiler can do that and leave guards to importspy: a
 * single project.
 *
 * @param typescript - The compiler, of the version that the plugin was made for.
 * @param system - TypeScript's view of the machine.
 * @param args - The arguments of `tsc`.
 * @param observer - Is told how the build goes.
 */
export function readBesideBuild(
  typescript: TypeScript,
  system: ts.System,
  args: readonly string[],
  observer: BuildObserver,
): BesideBuild | undefined {
  const { build, start, reads } = startReading(typescript, system, observer);
  const { tsc } = build;
  if (tsc.isBuildCommand(args)) return undefined;
  const given = tsc.parseCommandLine(args, (name) => system.readFile(name));
  const { init, version, help, all, showConfig, listFilesOnly } = given.options;
  if (given.errors.length || init || version || help || all || showConfig || listFilesOnly) return undefined;
  const configFileName = findConfig(build, given);
  if (!configFileName) return undefined;
  const options = tsc.convertToOptionsWithAbsolutePaths(given.options, (name) =>
    tsc.getNormalizedAbsolutePath(name, system.getCurrentDirectory()),
  );
  const ignore = () => {};
  const { watchOptions } = given;
  const config = tsc.parseConfigFileWithSystem(configFileName, options, new Map(), watchOptions, build.system, ignore);
  if (!config || config.errors.length) return undefined;
  const watches = tsc.isWatchSet(config.options);
  return config.options.outFile ? undefined : { build, configFileName, config, watches, start, reads };
}

/** A solution that another compiler is to build. */
export interface BesideSolution extends Omit<BesideBuild, "configFileName" | "config" | "watches"> {
  readonly buildOptions: ts.BuildOptions;
  readonly names: readonly string[];
}

/**
 * Reads what `tsc -b` would build with these arguments, where another compiler can do that and leave guards to importspy.
 *
 * @param typescript - The compiler, of the version that the plugin was made for.
 * @param system - TypeScript's view of the machine.
 * @param args - The arguments of `tsc`.
 * @param observer - Is told how the build goes.
 */
export function readBesideSolution(
  typescript: TypeScript,
  system: ts.System,
  args: readonly string[],
  observer: BuildObserver,
): BesideSolution | undefined {
  const { build, start, reads } = startReading(typescript, system, observer);
  if (!build.tsc.isBuildCommand(args)) return undefined;
  const { buildOptions, projects: names, errors } = build.tsc.parseBuildCommand(args);
  const { help, watch: watches, clean, stopBuildOnErrors, locale } = buildOptions;
  // Whether a contract has errors is known when the other compiler has ended.
  if (errors.length || help || watches || clean || stopBuildOnErrors || locale) return undefined;
  return { build, buildOptions, names, start, reads };
}
