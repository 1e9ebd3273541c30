import type { Output } from "importspy/dist/cli.cjs";
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import type { BuildObserver } from "../../../hosts/build/reporting.js";
import { loadCompiler } from "../../compiler.js";
import { createPluginNotice } from "./plugins.js";
import { createProgress } from "./progress.js";
import { createBuildSystem } from "./system.js";

/** What a build by TypeScript's JavaScript API works with. */
export interface OpenedCompiler {
  readonly typescript: TypeScript;
  readonly observer: BuildObserver;
  readonly system: ts.System;
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

/** Loads the TypeScript of this package. */
export function openCompiler(stderr: Output): OpenedCompiler {
  const typescript = loadCompiler();
  // Progress moves the cursor, which our `stderr` would escape. It prints no text from others, so it may write
  // directly.
  const observer = join([createPluginNotice(typescript, stderr), createProgress(typescript, process.stderr)]);
  return { typescript, observer, system: createBuildSystem(typescript.sys) };
}
