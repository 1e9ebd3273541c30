/**
 * TypeScript's command line in the process of the tests: to start a process for each small project takes ten times as
 * long as its build.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import type ts from "typescript";
import { loadSharing } from "./libraries.ts";

/** Who compiles. */
export type Compiler = "tspc" | "tspc without help" | "tsc";

/** What a build printed, and its exit code. */
export interface Built {
  readonly printed: string;
  readonly code: number;
}

export type System = typeof ts.sys;

interface CommandLine {
  readonly sys: System;
  setSys(system: System): void;
  executeCommandLine(system: System, callback: () => void, args: readonly string[]): unknown;
}

const require = createRequire(import.meta.url);

let patched: CommandLine | undefined;

/** TypeScript; for tspc as ts-patch changes it. */
export function commandLineOf(compiler: Compiler): CommandLine {
  if (compiler === "tsc") return require("typescript") as CommandLine;
  patched ??= loadSharing(() => require("ts-patch/compiler") as CommandLine);
  return patched;
}

/** A system of its own for a build, as each process has one. */
export function createSystem(
  system: System,
  folder: string,
  write: (text: string) => void,
  changes: Partial<System> = {},
): System {
  return {
    ...system,
    getCurrentDirectory: () => folder,
    resolvePath: (name) => path.resolve(folder, name),
    write,
    writeOutputIsTTY: () => false,
    ...changes,
  };
}

/** Runs a build in a folder, as a process that is started there. */
export function runIn(folder: string, build: (write: (text: string) => void) => number): Built {
  let printed = "";
  const before = process.cwd();
  process.chdir(folder);
  try {
    const code = build((text) => {
      printed += text;
    });
    return { printed, code };
  } finally {
    process.chdir(before);
  }
}

class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super("exit");
    this.code = code;
  }
}

/**
 * Compiles as a process of the compiler does.
 *
 * @param folder - Where it is started.
 * @param args - Its arguments: those of a project, without `--watch`.
 */
export function compileHere(folder: string, compiler: Compiler, args: readonly string[]): Built {
  const commandLine = commandLineOf(compiler);
  const exit = (status = 0) => {
    throw new Exit(status);
  };
  return runIn(folder, (write) => {
    // Where it does not know that it is asked for `-b`, the plugin does nothing for it.
    const known = compiler === "tspc without help" ? [] : [...args];
    const system = createSystem(commandLine.sys, folder, write, { args: known, exit } as Partial<System>);
    commandLine.setSys(system);
    try {
      commandLine.executeCommandLine(system, () => {}, args);
      return 0;
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
      return error.code;
    }
  });
}
