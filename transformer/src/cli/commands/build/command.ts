import os from "node:os";
import type { Command, Output } from "importspy/dist/cli.cjs";
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import { NATIVE_MAJOR } from "../../../hosts/build/beside/native.js";
import type { Watching } from "../../../hosts/build/build.js";
import { TransformerFailure } from "../../../hosts/build/patched.js";
import type { BuildObserver } from "../../../hosts/build/reporting.js";
import { BuildStop } from "../../../hosts/tspc/stop.js";
import { loadCompiler } from "../../compiler.js";
import { deferCollections } from "../../heap.js";
import { findCompiler, type InstalledCompiler } from "../../project/compilers.js";
import { createPluginNotice } from "./plugins.js";
import { createProgress } from "./progress.js";
import { createBuildSystem } from "./system.js";

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

function join(observers: readonly BuildObserver[]): BuildObserver {
  return {
    onOptions: (options) => {
      for (const observer of observers) observer.onOptions?.(options);
    },
    onProgram: (program) => {
      for (const observer of observers) observer.onProgram?.(program);
    },
    onReport: () => {
      for (const observer of observers) observer.onReport?.();
    },
  };
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
async function buildWithoutCompiler(native: InstalledCompiler, started: Started): Promise<number | undefined> {
  const { args, tell } = started;
  const { buildAgain } = await import("./again.js");
  const { buildUncontracted } = await import("./uncontracted.js");
  const built = await buildAgain(native, args, tell, async (held, code) => {
    const { readBesideBuild } = await import("../../../hosts/build/build.js");
    const { finishNatively } = await import("./native.js");
    const { typescript, system, observer } = openCompiler(started);
    const project = readBesideBuild(typescript, system, args, observer);
    // tsconfig.json has changed in the meantime.
    if (!project) for (const { pending } of held) pending.withdraw();
    return project && finishNatively(native, project, args, tell, { held, code });
  });
  return built ?? (await buildUncontracted(native, args));
}

/** Loads the TypeScript of this package. */
function openCompiler({ stderr }: Started) {
  const typescript = loadCompiler();
  // Progress moves the cursor, which our `stderr` would escape. It prints no text from others, so it may write
  // directly.
  const observer = join([createPluginNotice(typescript, stderr), createProgress(typescript, process.stderr)]);
  return { typescript, observer, system: createBuildSystem(typescript.sys) };
}

/** Builds with the project's own compiler; `undefined` when that is not possible. */
async function buildBesideNative(
  native: InstalledCompiler,
  {
    typescript,
    system,
    args,
    observer,
    tell,
  }: {
    readonly typescript: TypeScript;
    readonly system: ts.System;
    readonly args: readonly string[];
    readonly observer: BuildObserver;
    tell(text: string): void;
  },
): Promise<number | undefined> {
  const { readBesideBuild, readBesideSolution } = await import("../../../hosts/build/build.js");
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

/** `importspy build`: tsc with guards. */
export const build: Command = {
  name: "build",
  summary: "Compile a project, its contracts and its guards",
  operands: "[-p tsconfig] [-b] [--watch] [--noEmit] [any option of tsc]",
  parsesArguments: true,
  options: {
    project: { type: "string", short: "p", placeholder: "file", description: "The tsconfig.json, or its folder" },
    build: { type: "boolean", short: "b", description: "Build project references too; must come first" },
    watch: { type: "boolean", short: "w", description: "Build again on every change" },
    noEmit: { type: "boolean", description: "Check only" },
    compiler: { type: "string", placeholder: "6", description: "By importspy's own TypeScript, whatever is installed" },
  },
  details: [
    "Takes every option of tsc (importspy build --help --all) and exits like tsc: 0 built, 1 errors and nothing",
    "emitted, 2 errors but emitted. Where the project's TypeScript is 7 or later, that checks and emits, and guards are",
    "put into what it emitted; every other project, and -b --watch, is compiled by a TypeScript 6.0 of its own.",
  ].join("\n"),
  examples: [
    { command: "importspy build", description: "Build the project of this folder" },
    { command: "importspy build -p tsconfig.build.json --noEmit", description: "Check contracts and importers only" },
    { command: "importspy build -b --watch", description: "Build project references, again on every change" },
  ],
  async run({ positionals, stderr, fail }) {
    const collectAsUsual = deferCollections();
    try {
      const { args, compiler } = takeCompiler(positionals);
      if (compiler !== undefined && compiler !== "6") return fail(`--compiler ${compiler}: only 6 can be asked for`);
      const native = compiler === undefined ? findNative() : undefined;
      const tell = (text: string) => void stderr.write(`importspy build: ${text}\n`);
      const started: Started = { args, stderr, tell };
      const done = native && (await buildWithoutCompiler(native, started));
      if (done !== undefined) return done;
      const { typescript, system, observer } = openCompiler(started);
      const { executeBuild } = await import("../../../hosts/build/build.js");
      const code = native && (await buildBesideNative(native, { typescript, system, args, observer, tell }));
      if (code !== undefined) return code;
      const result = executeBuild(typescript, system, args, observer);
      if (typeof result === "number") return result;
      collectAsUsual();
      return await untilStopped(result);
    } catch (error) {
      if (error instanceof BuildStop) return fail(error.message);
      if (error instanceof TransformerFailure) return fail(`a transformer of tsconfig.json fails: ${error.message}`);
      throw error;
    }
  },
};
