/**
 * Projects whose own TypeScript is 7, for the tests of `importspy build` beside it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { rm, symlink } from "node:fs/promises";
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

/** Runs a test in a project on TypeScript 7. */
export function onSeven(title: string, files: Files, test: (project: Project) => Promise<void>): void {
  it(title, async () => {
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
