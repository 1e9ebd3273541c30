import assert from "node:assert/strict";
import type { Project } from "../project.ts";
import type { BuildFailure, BuildRequest } from "./build.ts";

/**
 * Builds with the real bundler, in a process whose folder is the project's.
 *
 * @param project - The project.
 * @param bundler - The bundler.
 * @param requests - The builds, one after the other.
 * @returns For each build what failed, `null` for one that did not.
 */
export async function build(
  project: Project,
  bundler: "rollup" | "rolldown" | "vite",
  requests: readonly BuildRequest[],
): Promise<readonly (BuildFailure | null)[]> {
  const { stdout, stderr } = await project.bundle(bundler, JSON.stringify(requests));
  const failures = stdout.split("\n").at(-1) ?? "";
  assert.ok(failures.startsWith("["), stdout + stderr);
  return JSON.parse(failures) as (BuildFailure | null)[];
}

/** Builds as {@link build} does, without a failure. */
export async function buildAll(...[project, bundler, requests]: Parameters<typeof build>): Promise<void> {
  assert.deepEqual(
    await build(project, bundler, requests),
    requests.map(() => null),
  );
}

/** Output options for a format: files that Node.js runs as what they are. */
export function outputOf(dir: string, format: "es" | "cjs", options: Readonly<Record<string, unknown>> = {}) {
  const extension = format === "es" ? ".mjs" : ".cjs";
  return { dir, format, entryFileNames: `[name]${extension}`, chunkFileNames: `[name]-[hash]${extension}`, ...options };
}
