import path from "node:path";
import type ts from "typescript";
import { joinPath } from "../analysis/paths.js";

const MAP_URL = /^\/\/# sourceMappingURL=(\S+)\s*$/m;

/**
 * Finds the source of a declaration file by its map (`declarationMap`). Messages show it, so that a file has the same
 * name in all projects, including those that only have its declarations.
 *
 * @param host - Reads files.
 * @param file - A file.
 * @returns `undefined` when there is no map, or when the source does not exist.
 */
export function mappedSourceOf(host: ts.ModuleResolutionHost, { fileName, text }: ts.SourceFile): string | undefined {
  const url = /\.d\.[cm]?ts$/.test(fileName) ? MAP_URL.exec(text)?.[1] : undefined;
  if (url === undefined || /^[a-z]+:/.test(url)) return undefined;
  const map = joinPath(path.posix.dirname(fileName), url);
  const content = host.fileExists(map) ? host.readFile(map) : undefined;
  const [, root = ""] = /"sourceRoot"\s*:\s*"([^"\\]*)"/.exec(content ?? "") ?? [];
  const [, source] = /"sources"\s*:\s*\[\s*"([^"\\]*)"\s*\]/.exec(content ?? "") ?? [];
  const found = source && joinPath(path.posix.dirname(map), root, source);
  return found && host.fileExists(found) ? found : undefined;
}
