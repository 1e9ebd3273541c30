import os from "node:os";
import type { CommandContext, Output } from "importspy/dist/cli.cjs";
import { NATIVE_MAJOR } from "../../../hosts/build/beside/native.js";
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
  readonly stderr: Output;
  tell(text: string): void;
}

/** Builds without loading our TypeScript, when it is not needed to know what to guard; otherwise `undefined`. */
async function buildWithoutCompiler(
  native: InstalledCompiler,
  { args, stderr, tell }: Started,
): Promise<number | undefined> {
  const { buildAgain } = await import("./again.js");
  const built = await buildAgain(native, args, tell, async (held, code) => {
    const { openCompiler } = await import("./open.js");
    const { readBesideBuild } = await import("../../../hosts/build/beside/read.js");
    const { finishNatively } = await import("./native.js");
    const { typescript, system, observer } = openCompiler(stderr);
    const project = readBesideBuild(typescript, system, args, observer);
    // tsconfig.json has changed in the meantime.
    if (!project) for (const { pending } of held) pending.withdraw();
    return project && finishNatively(native, project, args, tell, { held, code });
  });
  if (built !== undefined) return built;
  const { buildUncontracted } = await import("./uncontracted.js");
  return buildUncontracted(native, args);
}

/** Builds with the project's own compiler; `undefined` when that is not possible. */
async function buildBesideNative(
  native: InstalledCompiler,
  { typescript, system, observer }: OpenedCompiler,
  { args, tell }: Started,
): Promise<number | undefined> {
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
  return project && buildNatively(native, project, args, tell);
}

/** Compiles a project, as `tsc` does, with guards. */
export async function runBuild({ positionals, stderr, fail }: CommandContext): Promise<number> {
  const collectAsUsual = deferCollections();
  try {
    const { args, compiler } = takeCompiler(positionals);
    if (compiler !== undefined && compiler !== "6") return fail(`--compiler ${compiler}: only 6 can be asked for`);
    const native = compiler === undefined ? findNative() : undefined;
    const started: Started = { args, stderr, tell: (text) => void stderr.write(`importspy build: ${text}\n`) };
    const optimizeAsUsual = native ? deferOptimizing() : () => {};
    const done = native && (await buildWithoutCompiler(native, started));
    if (done !== undefined) return done;
    const { openCompiler } = await import("./open.js");
    const opened = openCompiler(stderr);
    const code = native && (await buildBesideNative(native, opened, started));
    if (code !== undefined) return code;
    optimizeAsUsual();
    const { executeBuild } = await import("../../../hosts/build/build.js");
    const result = executeBuild(opened.typescript, opened.system, args, opened.observer);
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
