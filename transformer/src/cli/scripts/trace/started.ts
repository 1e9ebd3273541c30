import path from "node:path";
import { splitCommand } from "../arguments.js";
import { followCommand } from "../follow/follow.js";
import type { Call, Project } from "../model.js";
import { NODE_OPTIONS_WITH_VALUE } from "../node.js";
import { parseFile } from "../tools/configFiles.js";
import { readLoads } from "./loads.js";

/**
 * Finds the calls that a project script makes, because `node build.mjs` may be the build.
 *
 * @param project - Has the file.
 * @param call - A call of a runtime. For other calls the result is empty.
 */
export function startedCalls(project: Project, { program, args, folder, unit }: Call): readonly Call[] {
  if (program !== "node" && program !== "bun" && program !== "tsx") return [];
  const [file] = splitCommand(args, NODE_OPTIONS_WITH_VALUE).command.filter(({ text }) => text !== "run");
  const fileName = file ? path.resolve(folder, file.text) : folder;
  if (!project.files.isFile(fileName)) return [];
  const { loads } = readLoads(project.typescript, parseFile(project, fileName), folder);
  return loads.flatMap((load) =>
    load.kind === "command" ? followCommand(project, unit, load.text, folder).calls : [],
  );
}
