/**
 * Solutions of several projects, built in this process.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import typescript from "typescript";
import { executeBuild } from "../../transformer/dist/hosts/build/build.js";
import {
  type Built,
  type Compiler,
  commandLineOf,
  compileHere,
  createSystem,
  runIn,
  type System,
} from "./compilers.ts";
import type { Files, Project } from "./project.ts";

/** What TypeScript needs to know of its global types. To read its own for each project takes most of a build's time. */
export const GLOBALS = `interface Array<T> { length: number; [index: number]: T }
interface String { length: number }
${["Boolean", "CallableFunction", "Function", "IArguments", "NewableFunction", "Number", "Object", "RegExp"]
  .map((name) => `interface ${name} {}\n`)
  .join("")}`;

/** What runs a build. */
export type Host = Compiler | "importspy build";

/** Without names of this machine. */
function clean({ folder }: Project, printed: string): string {
  return printed.replaceAll(folder, "<project>");
}

/**
 * Builds a project as `tspc` and `importspy build` do with these arguments.
 *
 * @param project - Where.
 * @param host - Who builds.
 * @param args - The arguments of tsc; names of projects are absolute or relative to the project's folder.
 */
export async function build(project: Project, host: Host, args: readonly string[]): Promise<Built> {
  // Times of files have milliseconds: what follows on this build shall be seen to.
  await wait(4);
  const { folder } = project;
  const { printed, code } =
    host === "importspy build"
      ? runIn(folder, (write) => executeBuild(typescript, createSystem(typescript.sys, folder, write), args) as number)
      : compileHere(folder, host, args);
  await wait(4);
  return { printed: clean(project, printed), code };
}

/** A build that watches. Events and time are the test's, so that nothing depends on the machine. */
export interface WatchingBuild {
  /** Writes files, tells of them, and lets the build go on until there is nothing left to do. */
  write(files: Files): Promise<Built>;
  close(): void;
}

/**
 * Starts `-b --watch`.
 *
 * @param project - Where.
 * @param host - Who builds.
 * @returns The build, after what it printed first.
 */
export async function watchBuild(project: Project, host: Host): Promise<WatchingBuild & { readonly first: Built }> {
  const watched = new Map<string, Set<Parameters<NonNullable<System["watchFile"]>>[1]>>();
  const folders = new Map<string, Parameters<NonNullable<System["watchDirectory"]>>[1]>();
  const timers = new Map<number, () => void>();
  let count = 0;
  let printed = "";
  const take = (text: string) => {
    printed += text;
  };
  const watchFile: System["watchFile"] = (fileName, callback) => {
    const callbacks = watched.get(fileName) ?? new Set();
    watched.set(fileName, callbacks.add(callback));
    return { close: () => callbacks.delete(callback) };
  };
  const system = createSystem(typescript.sys, project.folder, take, {
    watchFile,
    watchDirectory(folder, callback) {
      folders.set(folder, callback);
      return { close: () => folders.delete(folder) };
    },
    setTimeout: (callback: (...values: unknown[]) => void, _: number, ...values: unknown[]) => {
      timers.set(++count, () => callback(...values));
      return count;
    },
    clearTimeout: (id: number) => timers.delete(id),
  });
  const args = ["-b", project.folder, "--watch", "--preserveWatchOutput"];
  const start = (): { close(): void } => {
    if (host === "importspy build") return executeBuild(typescript, system, args) as { close(): void };
    const ts = commandLineOf(host);
    ts.setSys({ ...system, args } as System);
    return ts.executeCommandLine(ts.sys, () => {}, args) as { close(): void };
  };
  const settle = async (): Promise<Built> => {
    for (const [id, run] of timers) {
      timers.delete(id);
      run();
    }
    await wait(4);
    const text = clean(project, printed);
    printed = "";
    return { printed: text, code: 0 };
  };
  await wait(4);
  const watching = start();
  return {
    first: await settle(),
    async write(files) {
      await wait(4);
      const added = Object.keys(files).filter((name) => !existsSync(project.at(name)));
      await project.write(files);
      for (const name of added) folders.get(path.dirname(project.at(name)))?.(project.at(name));
      for (const name of Object.keys(files)) {
        for (const callback of watched.get(project.at(name)) ?? []) {
          callback(project.at(name), typescript.FileWatcherEventKind.Changed, new Date());
        }
      }
      return settle();
    },
    close: () => watching.close(),
  };
}

/** All that builds wrote by name: the texts, without what compilers keep for themselves. */
export async function outputsOf(project: Project): Promise<Record<string, string>> {
  const names = (await project.list()).filter((name) => /(?:^|\/)out\//.test(name) && !name.endsWith(".tsbuildinfo"));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await project.read(name)] as const)));
}

/** When each file of the builds was written. */
export async function timesOf(project: Project): Promise<Record<string, bigint>> {
  const names = (await project.list()).filter((name) => /(?:^|\/)out\//.test(name));
  const times = names.map(async (name) => [name, (await stat(project.at(name), { bigint: true })).mtimeNs] as const);
  return Object.fromEntries(await Promise.all(times));
}

/** The diagnostics in what a build printed, sorted: in which order projects are built is of no interest. */
export function diagnosticsIn({ printed }: Built): string[] {
  return (
    printed
      .split(/\r?\n(?=\S)/)
      .filter((text) => text.includes("error TS"))
      // A watcher may print while this process works in the folder of another build.
      .map((text) => text.trim().replace(/^\.\.\/importspy-\w+\//, ""))
      .sort()
  );
}
