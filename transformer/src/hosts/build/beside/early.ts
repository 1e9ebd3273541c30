/**
 * Starts the project's own compiler before importspy's is loaded. That compiler itself tells what tsconfig.json says, and
 * texts tell which outputs may get a guard, so these are held back first, as always.
 *
 * @module
 */
import { execFile } from "node:child_process";
import path from "node:path";
import type ts from "typescript";
import { join, readTextConfig, type TextConfig } from "../../../service/texts/config.js";
import { readTextGraph } from "../../../service/texts/graph.js";
import { type Ahead, lookAhead, type ProjectFiles } from "./ahead.js";
import { type Started, startHeld, withdraw } from "./held.js";
import { folderOf, lockFolder } from "./lock.js";
import { type NativeCompiler, runCompiler } from "./native.js";

/** A compiler that was started early. */
export interface Early extends Ahead {
  /** When it was begun to read the project. */
  readonly start: number;
  /** Leaves it to another one to publish what it emits, or to withdraw it. */
  take(): Started;
  /** Withdraws what nobody has taken, when the compiler has ended, and lets the next build begin. */
  end(): Promise<void>;
}

/** What `tsc --showConfig` prints. */
interface Shown {
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  /** Missing where there are none. */
  readonly files?: readonly string[];
  readonly references?: ts.ParsedCommandLine["projectReferences"];
}

function show({ command, args: first }: NativeCompiler, args: readonly string[]): Promise<Shown | undefined> {
  return new Promise((resolve) => {
    const options = { maxBuffer: Number.POSITIVE_INFINITY };
    execFile(command, [...first, ...args, "--showConfig"], options, (error, stdout) => {
      // A compiler that cannot start, or does not know an argument, says that when it builds.
      resolve(error || !stdout.startsWith("{") ? undefined : (JSON.parse(stdout) as Shown));
    });
  });
}

/** Options for which an early start knows too little: they need the contracts first, or what the last build left. */
const LATER = ["noUnusedLocals", "incremental", "composite", "tsBuildInfoFile", "outFile"];
const FOLDERS = ["outDir", "declarationDir", "rootDir"];

/** Whether the compiler takes every option as it is given. What it does not know is left out of what it shows. */
function takesAll({ options }: TextConfig, shown: Shown["compilerOptions"]): boolean {
  return Object.entries(options).every(([name, value]) => {
    const taken = shown[name];
    if (name === "plugins" || name === "pathsFolder" || value === null) return true;
    return Array.isArray(value) ? Array.isArray(taken) && taken.length === value.length : taken !== undefined;
  });
}

/** A project as its own compiler sees it. */
function projectOf(tsconfig: string, { compilerOptions, files, references }: Shown): ProjectFiles | undefined {
  if (!files || LATER.some((name) => compilerOptions[name])) return undefined;
  const folder = path.posix.dirname(tsconfig);
  const absolute = (name: string) => [name, join(folder, String(compilerOptions[name]))] as const;
  const options = {
    ...compilerOptions,
    ...Object.fromEntries(FOLDERS.filter((name) => name in compilerOptions).map(absolute)),
    jsx: compilerOptions.jsx === "preserve" ? 1 : undefined,
    configFilePath: tsconfig,
  };
  return {
    options: options as unknown as ts.CompilerOptions,
    fileNames: files.map((name) => join(folder, name)),
    ...(references && { projectReferences: references }),
  };
}

/**
 * Starts the project's own compiler.
 *
 * @param compiler - The compiler.
 * @param args - The arguments of `tsc`, of a build of one project that does not watch.
 * @param tsconfig - The tsconfig.json that they mean, with `/`.
 * @param tell - Says something to the user.
 * @returns `undefined` where more has to be known first.
 */
export async function startEarly(
  compiler: NativeCompiler,
  args: readonly string[],
  tsconfig: string,
  tell: (text: string) => void,
): Promise<Early | undefined> {
  // One that is started by Node.js takes as long to tell what tsconfig.json says as importspy's.
  if (compiler.args.length) return undefined;
  const start = Date.now();
  const showing = show(compiler, args);
  const text = readTextConfig(tsconfig);
  const graph = text && readTextGraph(tsconfig);
  const shown = await showing;
  const project = graph && shown && takesAll(text, shown.compilerOptions) ? projectOf(tsconfig, shown) : undefined;
  const ahead = graph && project && lookAhead(project, graph);
  if (!ahead) return undefined;
  const { scripts, concerned } = ahead;
  const unlock = concerned.length ? await lockFolder(folderOf(project), tell) : () => {};
  let left: Started | undefined;
  try {
    left = startHeld(scripts, concerned, () => runCompiler(compiler, args), false);
  } finally {
    if (!left) unlock();
  }
  const started = left;
  if (!started) return undefined;
  return {
    ...ahead,
    start,
    take() {
      left = undefined;
      return started;
    },
    async end() {
      // It may be about to emit.
      if (left) await left.running.catch(() => {});
      if (left) withdraw(left.held);
      left = undefined;
      unlock();
    },
  };
}
