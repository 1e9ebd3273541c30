/**
 * Projects whose own TypeScript is 7, for the tests of `importspy build` beside it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmod, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { it } from "node:test";
import { follow } from "./following.ts";
import {
  createProject,
  type Files,
  type Finished,
  IMPORTSPY,
  inherited,
  type Project,
  root,
  tsconfig,
} from "./project.ts";
import { overwrite } from "./watch.ts";

/** A contracted module and who imports it. */
export const SOURCES: Files = {
  "src/payments.ts": `/** @importspy { env: { LEVEL: "low" | "high" } } Set a level. */\nexport const pay = (cents: number): number => cents;\n`,
  "src/env.ts": "export const env = 1;\n",
  "src/main.ts": [
    `import { env } from "./env.js";`,
    `import { pay } from "./payments.js";`,
    `const later = await import("./payments.js");`,
    `export const all: number[] = [env, pay(1), later.pay(2)]; if (all.length) throw new Error("thrown");`,
    ``,
  ].join("\n"),
};

export const options = (more: Record<string, unknown> = {}) =>
  tsconfig({ types: [], lib: ["es2022"], plugins: undefined, ...more });

export const build = (project: Project, ...args: string[]): Promise<Finished> => project.importspy(["build", ...args]);

/** Puts a compiler in the place of a project's own. */
export async function useCompiler(project: Project, compiler: string): Promise<void> {
  await rm(project.at("node_modules/typescript"), { force: true, recursive: true });
  const target = path.isAbsolute(compiler) ? compiler : path.join(root, "node_modules", compiler);
  await symlink(target, project.at("node_modules/typescript"), "dir");
}

const REAL = JSON.stringify(path.join(root, "node_modules/typescript-7/lib/getExePath.js"));

/**
 * A compiler that does what it is told, in `fake`. Asked what a tsconfig.json says, it answers as TypeScript 7.
 *
 * @param lines - An ES module; `runReal()` runs TypeScript 7 by the same arguments, and gives its exit code.
 */
export const fakeCompiler = (lines: readonly string[], version = "7.9.0"): Files => ({
  "fake/package.json": `{ "name": "typescript", "version": "${version}", "type": "module" }`,
  "fake/bin/tsc": [
    `#!${process.execPath}`,
    `import { spawnSync } from "node:child_process";`,
    `import getExePath from ${REAL};`,
    `const runReal = () => spawnSync(getExePath(), process.argv.slice(2), { stdio: "inherit" }).status;`,
    `if (process.argv.includes("--showConfig")) process.exit(runReal());`,
    ...lines,
  ].join("\n"),
});

/**
 * Puts a compiler of `fakeCompiler` in the place of a project's own.
 *
 * @param isExecutable - It is an executable as TypeScript 7 is; otherwise a script that Node.js has to start.
 */
export async function useFake(project: Project, isExecutable: boolean): Promise<void> {
  await chmod(project.at("fake/bin/tsc"), 0o755);
  const finder = `export default () => ${JSON.stringify(project.at("fake/bin/tsc"))};\n`;
  if (isExecutable) await project.write({ "fake/lib/getExePath.js": finder });
  await useCompiler(project, project.at("fake"));
}

/** The two ways in which a compiler is started. */
export const STARTED = [
  [false, "by Node.js"],
  [true, "early"],
] as const;

/** What is tested where TypeScript 7 builds: Windows builds with TypeScript 6.0.3. */
export const NATIVE = { skip: process.platform === "win32" && "Windows builds with TypeScript 6.0.3" };

/** Runs a test in a project on TypeScript 7. */
export function onSeven(title: string, files: Files, test: (project: Project) => Promise<void>, where = {}): void {
  it(title, where, async () => {
    const project = await createProject({ "tsconfig.json": options(), ...SOURCES, ...files });
    try {
      await useCompiler(project, "typescript-7");
      await test(project);
    } finally {
      await project.remove();
    }
  });
}

/** The files below a folder with their texts. */
export async function outputs(project: Project, folder = "dist"): Promise<Record<string, string>> {
  const names = await project.list(folder);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await project.read(name)] as const)));
}

/** A build that watches; `round` makes a change and waits for what is said of it. */
export function watchBuild(project: Project, ...args: string[]) {
  const child = spawn(process.execPath, [IMPORTSPY, "build", ...args], {
    cwd: project.folder,
    env: inherited(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const following = follow(child);
  const settled = async (isDone: (output: string) => boolean, again = async () => {}) => {
    const end = Date.now() + 120_000;
    // It says that it watches before it does: what it has missed is written once more.
    while (!isDone(await following.until(isDone, 5_000)) && Date.now() < end) await again();
    const output = following.take();
    assert.ok(isDone(output), output);
    return output;
  };
  const says = (errors: number) => (output: string) =>
    output.includes(`Found ${errors} error${errors === 1 ? "" : "s"}. Watching for file changes.`);
  return {
    child,
    following,
    first: (errors = 0) => settled(says(errors)),
    async round(fileName: string, text: string, errors = 0) {
      const write = () => overwrite(project.at(fileName), text);
      following.take();
      await write();
      return settled(says(errors), write);
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await following.ended;
    },
  };
}
