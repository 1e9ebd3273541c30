import os from "node:os";
import type { CommandContext } from "importspy/dist/cli.cjs";
import { once } from "../../../analysis/memoize.js";
import type { Early } from "../../../hosts/build/beside/early.js";
import { findExecutable, NATIVE_MAJOR, runCompiler } from "../../../hosts/build/beside/native.js";
import type { Watching } from "../../../hosts/build/build.js";
import { deferCollections, deferOptimizing } from "../../heap.js";
import { findCompiler, type InstalledCompiler } from "../../project/compilers.js";
import type { OpenedCompiler } from "./open.js";

/**
 * Keeps a watching build running until it is stopped, or until the reader of its output closes the pipe. Emitting is
 * never interrupted, so no file is half-written.
 */
function untilStopped(watching: Watching): Promise<number> {
  return new Promise((resolve) => {
    const stop = (signal: "SIGINT" | "SIGTERM" | "SIGPIPE") => {
      watching.close();
      resolve(128 + os.constants.signals[signal]);
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
    process.stdout.once("error", () => stop("SIGPIPE"));
  });
}

/** Removes `--compiler 6` from the arguments. All other arguments are TypeScript's. */
function takeCompiler(positionals: readonly string[]): {
  readonly args: readonly string[];
  readonly compiler?: string;
} {
  const at = positionals.findIndex((each) => each === "--compiler" || each.startsWith("--compiler="));
  if (at < 0) return { args: positionals };
  const [, inline] = positionals[at]!.split("=");
  const count = inline === undefined ? 2 : 1;
  return {
    args: [...positionals.slice(0, at), ...positionals.slice(at + count)],
    compiler: inline ?? positionals[at + 1] ?? "",
  };
}

/** The compiler of the project in this folder, if it emits without importspy. */
function findNative() {
  const found = findCompiler(process.cwd());
  return found && found.major >= NATIVE_MAJOR && process.platform !== "win32" ? found : undefined;
}

/** The context of a build. */
interface Started {
  readonly args: readonly string[];
  /** Loads our TypeScript. */
  open(): Promise<OpenedCompiler>;
  tell(text: string): void;
}

/** Builds without loading our TypeScript, when it is not needed to know what to guard; otherwise `undefined`. */
async function buildWithoutCompiler(
  native: InstalledCompiler,
  { args, open, tell }: Started,
): Promise<number | undefined> {
  const { buildAgain } = await import("./again.js");
  const built = await buildAgain(native, args, tell, async (held, code) => {
    const { readBesideBuild } = await import("../../../hosts/build/beside/read.js");
    const { finishNatively } = await import("./native.js");
    const { typescript, system, observer } = await open();
    const project = readBesideBuild(typescript, system, args, observer);
    // tsconfig.json has changed in the meantime.
    if (!project) for (const { pending } of held) pending.withdraw();
    return project && finishNatively(native, project, args, tell, { held, code });
  });
  if (built !== undefined) return built;
  const { buildUncontracted } = await import("./uncontracted.js");
  return buildUncontracted(native, args);
}

/** Starts the project's own compiler while ours is not loaded yet; `undefined` when more must be known first. */
async function startCompiler(native: InstalledCompiler, { args, tell }: Started): Promise<Early | undefined> {
  const { findProject } = await import("./findConfig.js");
  const tsconfig = findProject(args);
  if (tsconfig === undefined) return undefined;
  const { startEarly } = await import("../../../hosts/build/beside/early.js");
  return startEarly(await findExecutable(native.folder), args, tsconfig, tell);
}

/** Builds with the project's own compiler; `undefined` when that is not possible. */
async function buildBesideNative(
  native: InstalledCompiler,
  { args, open, tell }: Started,
  early: Early | undefined,
): Promise<number | undefined> {
  const { typescript, system, observer } = await open();
  const { readBesideBuild, readBesideSolution } = await import("../../../hosts/build/beside/read.js");
  const solution = readBesideSolution(typescript, system, args, observer);
  const project = solution ? undefined : readBesideBuild(typescript, system, args, observer);
  if (!solution && !project) return undefined;
  if (project?.watches) {
    const { watchNatively } = await import("./watch.js");
    return watchNatively(native, () => readBesideBuild(typescript, system, args, observer), args, tell);
  }
  const { buildNatively, buildSolutionNatively } = await import("./native.js");
  if (solution) return buildSolutionNatively(native, solution, args, tell);
  return project && buildNatively(native, { ...project, ...(early && { early, start: early.start }) }, args, tell);
}

/** Builds with the project's own compiler, which need not wait for ours; `undefined` when that is not possible. */
async function buildOnNative(native: InstalledCompiler, started: Started): Promise<number | undefined> {
  const { onlyTells } = await import("./findConfig.js");
  if (onlyTells(started.args)) return runCompiler(await findExecutable(native.folder), started.args);
  const done = await buildWithoutCompiler(native, started);
  if (done !== undefined) return done;
  const early = await startCompiler(native, started);
  try {
    return await buildBesideNative(native, started, early);
  } finally {
    await early?.end();
  }
}

/** Compiles a project, as `tsc` does, with guards. */
export async function runBuild({ positionals, stderr, fail }: CommandContext): Promise<number> {
  const collectAsUsual = deferCollections();
  try {
    const { args, compiler } = takeCompiler(positionals);
    if (compiler !== undefined && compiler !== "6") return fail(`--compiler ${compiler}: only 6 can be asked for`);
    const native = compiler === undefined ? findNative() : undefined;
    const open = once(async () => {
      const { openCompiler } = await import("./open.js");
      return openCompiler(stderr);
    });
    const started: Started = { args, open, tell: (text) => void stderr.write(`importspy build: ${text}\n`) };
    const optimizeAsUsual = native ? deferOptimizing() : () => {};
    const code = native && (await buildOnNative(native, started));
    if (code !== undefined) return code;
    optimizeAsUsual();
    const { typescript, system, observer } = await open();
    const { executeBuild } = await import("../../../hosts/build/build.js");
    const result = executeBuild(typescript, system, args, observer);
    if (typeof result === "number") return result;
    collectAsUsual();
    return await untilStopped(result);
  } catch (error) {
    const { BuildStop } = await import("../../../hosts/tspc/stop.js");
    const { TransformerFailure } = await import("../../../hosts/build/patched.js");
    if (error instanceof BuildStop) return fail(error.message);
    if (error instanceof TransformerFailure) return fail(`a transformer of tsconfig.json fails: ${error.message}`);
    throw error;
  }
}
