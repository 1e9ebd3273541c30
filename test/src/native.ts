/**
 * Projects whose own TypeScript is 7, for the tests of `importspy build` beside it.
 *
 * @module
 */
import { rm, symlink } from "node:fs/promises";
import path from "node:path";
import { it } from "node:test";
import { createProject, type Files, type Finished, type Project, root, tsconfig } from "./project.ts";

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
