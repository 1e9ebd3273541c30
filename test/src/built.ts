/**
 * Packages that `importspy build` has built.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createProject, type Files, type Project } from "./project.ts";

/** Makes a project and builds it without errors. */
export async function createBuilt(files: Files): Promise<Project> {
  const project = await createProject(files);
  assert.deepEqual(await project.importspy(["build"]), { code: 0, stdout: "", stderr: "" });
  return project;
}

/** The texts of the sidecars in `dist`, and the version of importspy that they name. */
export async function readSidecars(project: Project): Promise<{ sidecars: string[]; version: string }> {
  const names = (await project.list("dist")).filter((name) => name.endsWith(".importspy.js"));
  const sidecars = await Promise.all(names.map((name) => project.read(name)));
  return { sidecars, version: /^\/\/ importspy (\S+) /.exec(sidecars[0]!)![1]! };
}
