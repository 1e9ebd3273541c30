import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** The first major version of TypeScript that is no JavaScript. */
export const NATIVE_MAJOR = 7;

/** How the compiler of a project is started. */
export interface NativeCompiler {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * Finds the executable of a compiler, and what starts it where that cannot be found.
 *
 * @param folder - The folder of the installed `typescript`.
 */
export async function findExecutable(folder: string): Promise<NativeCompiler> {
  const finder = path.join(folder, "lib", "getExePath.js");
  try {
    if (existsSync(finder)) {
      const { default: getExePath } = (await import(pathToFileURL(finder).href)) as { default(): string };
      const command = getExePath();
      if (existsSync(command)) return { command, args: [] };
    }
  } catch {
    // Its platform's package is not installed: its own command line says that better than we could.
  }
  return { command: process.execPath, args: [path.join(folder, "bin", "tsc")] };
}

/** How much of the memory of the machine a compiler fills before it collects as often as by default. */
const MEMORY_SHARE = 0.75;

/**
 * The environment of a compiler that ends: its heap may grow to five times what it keeps before it collects again, as
 * long as there is memory. A compiler keeps nearly everything that it allocates, so collections find little to free; they
 * took a quarter of its time, and of its processor time. It needs a twentieth more memory.
 */
function environment(): NodeJS.ProcessEnv {
  const { env } = process;
  // What the user has set, and what Go reads it from.
  if (env.GOGC !== undefined || env.GOMEMLIMIT !== undefined) return env;
  // Missing where there is no limit, and before Node.js 20.
  const limit = process.constrainedMemory?.() || Number.POSITIVE_INFINITY;
  const memory = Math.floor(Math.min(limit, os.totalmem()) * MEMORY_SHARE);
  return { ...env, GOGC: "400", GOMEMLIMIT: String(memory) };
}

const STOPS = ["SIGINT", "SIGTERM"] as const;

/** How long a compiler that is to stop may take. TypeScript 7.0.2 builds on to its end. */
const STOP_MS = 200;

/**
 * Runs a compiler to its end. It prints to where this process prints. Who stops the build stops the compiler; what is held
 * back is withdrawn when that has ended.
 *
 * @param compiler - The compiler.
 * @param args - The arguments of `tsc`.
 * @returns Its exit code.
 */
export function runCompiler({ command, args: first }: NativeCompiler, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { stdio: "inherit", env: environment() });
    let stopped: NodeJS.Signals | undefined;
    let timer: NodeJS.Timeout | undefined;
    const stop = (signal: NodeJS.Signals) => {
      stopped = signal;
      child.kill(signal);
      timer ??= setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    };
    for (const signal of STOPS) process.on(signal, stop);
    const settle = () => {
      clearTimeout(timer);
      for (const signal of STOPS) process.off(signal, stop);
    };
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("close", (code, signal) => {
      settle();
      resolve(code ?? 128 + os.constants.signals[stopped ?? signal!]);
    });
  });
}
