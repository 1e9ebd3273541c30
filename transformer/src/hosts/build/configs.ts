import type ts from "typescript";
import { joinPath } from "../../analysis/paths.js";
import type { Build } from "./reporting.js";

/** The configuration that the arguments lead to; `undefined` when TypeScript has something to say about them instead. */
export function findConfig(
  { tsc, system }: Build,
  { options, fileNames }: ts.ParsedCommandLine,
): string | false | undefined {
  const { project } = options;
  if (project) {
    if (fileNames.length) return undefined;
    const isFolder = system.directoryExists(project);
    const fileName = isFolder ? joinPath(project.replaceAll("\\", "/"), "tsconfig.json") : project;
    return system.fileExists(fileName) ? fileName : undefined;
  }
  if (fileNames.length && options.ignoreConfig) return false;
  const found = tsc.findConfigFile(system.getCurrentDirectory(), (name) => system.fileExists(name));
  if (fileNames.length) return found ? undefined : false;
  return found;
}
