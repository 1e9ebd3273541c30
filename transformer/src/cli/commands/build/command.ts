import os from "node:os";
import type { Command } from "importspy/dist/cli.cjs";
import type { Watching } from "../../../hosts/build/build.js";
import { TransformerFailure } from "../../../hosts/build/patched.js";
import type { BuildObserver } from "../../../hosts/build/reporting.js";
import { BuildStop } from "../../../hosts/tspc/stop.js";
import { loadCompiler } from "../../compiler.js";
import { deferCollections } from "./heap.js";
import { createPluginNotice } from "./plugins.js";
import { createProgress } from "./progress.js";
import { createBuildSystem } from "./system.js";

/**
 * Keeps a watching build going until somebody stops it, or nobody reads any more what it prints. Emitting is never
 * interrupted, so no file is half-written.
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
  },
  details: [
    "Takes every option of tsc (importspy build --help --all) and exits like tsc: 0 built, 1 errors and nothing",
    "emitted, 2 errors but emitted. Compiles with a TypeScript of its own, whatever the project has installed.",
  ].join("\n"),
  examples: [
    { command: "importspy build", description: "Build the project of this folder" },
    { command: "importspy build -p tsconfig.build.json --noEmit", description: "Check contracts and importers only" },
    { command: "importspy build -b --watch", description: "Build project references, again on every change" },
  ],
  async run({ positionals, stderr, fail }) {
    const collectAsUsual = deferCollections();
    try {
      const typescript = loadCompiler();
      const { executeBuild } = await import("../../../hosts/build/build.js");
      const observer = join([createPluginNotice(typescript, stderr), createProgress(typescript, stderr)]);
      const result = executeBuild(typescript, createBuildSystem(typescript.sys), positionals, observer);
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
