import path from "node:path";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { joinPath } from "../analysis/paths.js";
import type { TextPattern } from "./patterns.js";

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/** The file system of a host, which may lack `readDirectory`. */
type FileHost = ts.ModuleResolutionHost & Pick<Partial<ts.CompilerHost>, "readDirectory">;

/** The literal text at the start of a pattern. `isWhole` when the type is a string literal. */
function beginningOf({ ts }: Context, type: ts.Type): { readonly text: string; readonly isWhole: boolean } {
  if (type.flags & ts.TypeFlags.StringLiteral) return { text: (type as ts.StringLiteralType).value, isWhole: true };
  const isTemplate = type.flags & ts.TypeFlags.TemplateLiteral;
  return { text: isTemplate ? ((type as ts.TemplateLiteralType).texts[0] ?? "") : "", isWhole: false };
}

/** Whether a folder belongs to a package, not to a package inside it, `node_modules` or a hidden folder. */
function isOwn(host: FileHost, top: string, folder: string): boolean {
  if (folder === top) return true;
  if (!folder.startsWith(top.endsWith("/") ? top : `${top}/`)) return false;
  if (/\/(?:node_modules|\.[^/]*)$/.test(folder) || host.fileExists(joinPath(folder, "package.json"))) return false;
  return isOwn(host, top, path.posix.dirname(folder));
}

/** The source files of a package below a folder, relative to the package. Folders are read lazily. */
function* filesBelow(host: FileHost, top: string, start: string): Generator<string> {
  const read = host.readDirectory?.bind(host);
  const folders = [start];
  for (let folder = folders.shift(); folder !== undefined && read; folder = folders.shift()) {
    for (const name of read(folder, EXTENSIONS, [], [], 1)) {
      if (!/\.d\.[cm]?ts$/.test(name)) yield path.posix.relative(top, name);
    }
    const inner = (host.getDirectories?.(folder) ?? []).map((name) => joinPath(folder!, name));
    folders.push(...inner.filter((name) => isOwn(host, top, name)));
  }
}

/**
 * Looks for a file of a package on disk, also outside of the program: an importer may be in a project that references
 * this one, or in tests with their own tsconfig.json.
 *
 * @param context - The program, and the file system.
 * @param folder - The folder of the package.
 * @param patterns - Patterns for the file's path; their literal beginnings limit the search.
 * @param isWanted - Whether a path is one that is looked for.
 * @returns The file's path in the package.
 */
export function findPackageFile(
  context: Context,
  folder: string,
  patterns: readonly TextPattern[],
  isWanted: (module: string) => boolean,
): string | undefined {
  const system = context.ts.sys as FileHost | undefined;
  const { host } = context;
  const hasFolders = "readDirectory" in host && host.getDirectories !== undefined;
  const files = hasFolders || !system ? host : system;
  for (const { is } of patterns) {
    const { text, isWhole } = beginningOf(context, is);
    const start = joinPath(folder, path.posix.dirname(`${text}x`));
    if (!isOwn(files, folder, start)) continue;
    if (isWhole && isWanted(text) && files.fileExists(joinPath(folder, text))) return text;
    if (isWhole || !(files.directoryExists?.(start) ?? true)) continue;
    for (const module of filesBelow(files, folder, start)) if (isWanted(module)) return module;
  }
  return undefined;
}
