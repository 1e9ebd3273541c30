/**
 * What a tsconfig.json says of where a project's files are, read without TypeScript. It says more files than TypeScript
 * would take, and never fewer; where it cannot tell, it says so.
 *
 * @module
 */

import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { joinPath } from "../../analysis/paths.js";

/** Where the files of a project may be. All paths are absolute, with `/`. */
export interface TextConfig {
  readonly fileName: string;
  /** Itself and what it extends. */
  readonly configFiles: readonly string[];
  /** Folders that may hold files of it. */
  readonly folders: readonly string[];
  /** Files that it names one by one. */
  readonly files: readonly string[];
  /** Files and folders that are left out. */
  readonly excluded: ReadonlySet<string>;
  /** Where it emits to. */
  readonly outputs: readonly string[];
  /** Whether JavaScript belongs to it. */
  readonly hasJavaScript: boolean;
  /** Where specifiers that match a pattern lead to. */
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[];
  readonly baseUrl?: string;
  readonly references: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** What of a configuration is its own, or comes from what it extends; paths are absolute by then. */
interface Merged {
  readonly configFiles: readonly string[];
  readonly files?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly options: Json;
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];

/** `/app/src/../lib` → `/app/lib`; absolute paths stay as they are. */
export const join = (folder: string, name: string): string =>
  (path.isAbsolute(name) ? joinPath(name.replaceAll("\\", "/")) : joinPath(folder, name)).replace(/(.)\/$/, "$1");

function kindOf(name: string): "file" | "folder" | undefined {
  const stats = statSync(name, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return "folder";
  return stats?.isFile() ? "file" : undefined;
}

function readJson(fileName: string): Json | undefined {
  try {
    const text = readFileSync(fileName, "utf8").replace(/^\uFEFF/, "");
    try {
      return JSON.parse(text) as Json;
    } catch {
      // With comments.
      const { parse } = require("jsonc-parser") as typeof import("jsonc-parser");
      const errors: object[] = [];
      const value: unknown = parse(text, errors as [], { allowTrailingComma: true });
      return errors.length || !isObject(value) ? undefined : value;
    }
  } catch {
    // Not there, or closed to us: TypeScript says what is wrong with it.
    return undefined;
  }
}

/** The file that `extends` names. */
function findBase(fileName: string, name: string): string | undefined {
  if (/^\.{1,2}(?:[\\/]|$)/.test(name) || path.isAbsolute(name)) {
    const base = join(path.posix.dirname(fileName), name);
    return [base, `${base}.json`].find((each) => kindOf(each) === "file");
  }
  const { resolve } = createRequire(fileName);
  for (const each of [`${name}/tsconfig.json`, name, `${name}.json`]) {
    try {
      const found = resolve(each);
      if (found.endsWith(".json")) return found.replaceAll("\\", "/");
    } catch {
      // The next spelling.
    }
  }
  return undefined;
}

const PATHS = ["outDir", "declarationDir", "rootDir", "baseUrl"];

/** The options of a file, with absolute paths. */
function optionsOf(value: unknown, folder: string, absolute: (name: string) => string): Json {
  const options: Record<string, unknown> = { ...(isObject(value) ? value : {}) };
  for (const name of PATHS) if (typeof options[name] === "string") options[name] = absolute(options[name]);
  if (options.rootDirs) options.rootDirs = textsOf(options.rootDirs).map(absolute);
  // Without `baseUrl`, targets are seen from the file that has them.
  if (isObject(options.paths)) options.pathsFolder = folder;
  return options;
}

/** Reads a configuration with what it extends; `undefined` where that cannot be read. */
function readMerged(fileName: string, configFolder: string, seen: ReadonlySet<string>): Merged | undefined {
  const json = seen.has(fileName) ? undefined : readJson(fileName);
  if (!json) return undefined;
  const folder = path.posix.dirname(fileName);
  const absolute = (name: string) =>
    name.startsWith("${configDir}") ? join(configFolder, `.${name.slice("${configDir}".length)}`) : join(folder, name);
  let merged: Merged = { configFiles: [], options: {} };
  const names = typeof json.extends === "string" ? [json.extends] : textsOf(json.extends);
  for (const name of names) {
    const base = findBase(fileName, name);
    const read = base === undefined ? undefined : readMerged(base, configFolder, new Set([...seen, fileName]));
    if (!read) return undefined;
    const configFiles = [...merged.configFiles, ...read.configFiles];
    merged = { ...merged, ...read, configFiles, options: { ...merged.options, ...read.options } };
  }
  const lists = Object.fromEntries(
    ["files", "include", "exclude"].flatMap((name) =>
      name in json ? [[name, textsOf(json[name]).map(absolute)]] : [],
    ),
  );
  const options = { ...merged.options, ...optionsOf(json.compilerOptions, folder, absolute) };
  return { ...merged, ...lists, configFiles: [fileName, ...merged.configFiles], options };
}

const WILDCARD = /[*?]/;

/** The folder or file that a pattern of `include` starts with; `undefined` where it reaches what is not looked through. */
function baseOf(pattern: string): string | undefined {
  const parts = pattern.split("/");
  const at = parts.findIndex((part) => WILDCARD.test(part));
  const isHidden = (part: string) => part.startsWith(".") || part === "node_modules";
  if (parts.some(isHidden)) return undefined;
  return at < 0 ? pattern : parts.slice(0, at).join("/") || "/";
}

/** What a pattern of `exclude` leaves out, where that is a file or a folder. */
function excludedBy(pattern: string): string[] {
  const name = pattern.replace(/\/\*\*(?:\/\*)?$/, "");
  return WILDCARD.test(name) ? [] : [name];
}

function pathsOf({ paths, pathsFolder, baseUrl }: Json): TextConfig["paths"] {
  const folder = typeof baseUrl === "string" ? baseUrl : String(pathsFolder);
  const entries = isObject(paths) ? Object.entries(paths) : [];
  return entries.map(([pattern, targets]) => [pattern, textsOf(targets).map((each) => join(folder, each))] as const);
}

/**
 * Reads a tsconfig.json.
 *
 * @param fileName - Its path.
 * @returns `undefined` where only TypeScript can tell which files it has, or what is wrong with it.
 */
export function readTextConfig(fileName: string): TextConfig | undefined {
  const folder = path.posix.dirname(fileName);
  const merged = readMerged(fileName, folder, new Set());
  const json = merged && readJson(fileName);
  if (!merged || !json) return undefined;
  const { options, files, include, exclude } = merged;
  // Names of files are others then.
  if (options.moduleSuffixes) return undefined;
  const bases = (include ?? (files ? [] : [folder])).map(baseOf);
  if (!bases.every((base) => base !== undefined)) return undefined;
  const outputs = [options.outDir, options.declarationDir].filter((each) => typeof each === "string");
  const references = Array.isArray(json.references) ? (json.references as unknown[]) : [];
  const rootDirs = textsOf(options.rootDirs);
  return {
    fileName,
    configFiles: merged.configFiles,
    folders: [...bases, ...rootDirs].filter((each) => kindOf(each) === "folder"),
    files: [...(files ?? []), ...bases].filter((each) => kindOf(each) === "file"),
    excluded: new Set(exclude ? exclude.flatMap(excludedBy) : outputs),
    outputs,
    hasJavaScript: options.allowJs === true || options.checkJs === true,
    paths: pathsOf(options),
    ...(typeof options.baseUrl === "string" && { baseUrl: options.baseUrl }),
    references: references.flatMap((each) => {
      if (!isObject(each) || typeof each.path !== "string") return [];
      const name = join(folder, each.path);
      return kindOf(name) === "folder" ? `${name}/tsconfig.json` : name;
    }),
  };
}
