/**
 * Reads from a tsconfig.json, without TypeScript, where the files of a project are. The result may have more files than
 * TypeScript would take, never fewer. If that is not certain, there is no result.
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
  /** The file itself and those that it extends. */
  readonly configFiles: readonly string[];
  /** Folders that may contain files of the project. */
  readonly folders: readonly string[];
  /** Files that are listed by name. */
  readonly files: readonly string[];
  /** Excluded files and folders. */
  readonly excluded: ReadonlySet<string>;
  /** Whether `exclude` is given; by default it is the output folders. */
  readonly hasExclude: boolean;
  /** The output folders. */
  readonly outputs: readonly string[];
  /** Whether the project includes JavaScript. */
  readonly hasJavaScript: boolean;
  /** The `paths` option, with absolute targets. */
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[];
  readonly baseUrl?: string;
  readonly references: readonly string[];
  /** The compiler options as they are given, those of the files that it extends too. */
  readonly options: Json;
}

type Json = Readonly<Record<string, unknown>>;

/** A configuration merged with those that it extends. Its paths are absolute. */
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
      // The file may have comments.
      const { parse } = require("jsonc-parser") as typeof import("jsonc-parser");
      const errors: object[] = [];
      const value: unknown = parse(text, errors as [], { allowTrailingComma: true });
      return errors.length || !isObject(value) ? undefined : value;
    }
  } catch {
    // The file is missing or not readable. TypeScript reports that.
    return undefined;
  }
}

/** The file to which `extends` resolves. */
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
      // Tries the next form of the name.
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
  // Without `baseUrl`, the targets are relative to the file that declares them.
  if (isObject(options.paths)) options.pathsFolder = folder;
  return options;
}

/** Reads a configuration with those that it extends; `undefined` when one of them cannot be read. */
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

/** The folder or file at the start of an `include` pattern; `undefined` if it is hidden or in `node_modules`. */
function baseOf(pattern: string): string | undefined {
  const parts = pattern.split("/");
  const at = parts.findIndex((part) => WILDCARD.test(part));
  const isHidden = (part: string) => part.startsWith(".") || part === "node_modules";
  if (parts.some(isHidden)) return undefined;
  return at < 0 ? pattern : parts.slice(0, at).join("/") || "/";
}

/** The file or folder that an `exclude` pattern excludes. Patterns with other wildcards are ignored. */
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
 * @returns `undefined` when only TypeScript can tell which files the project has, or what is wrong.
 */
export function readTextConfig(fileName: string): TextConfig | undefined {
  const folder = path.posix.dirname(fileName);
  const merged = readMerged(fileName, folder, new Set());
  const json = merged && readJson(fileName);
  if (!merged || !json) return undefined;
  const { options, files, include, exclude } = merged;
  // With this option, specifiers resolve to files of other names.
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
    hasExclude: exclude !== undefined,
    outputs,
    options,
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

/**
 * All configurations that can be reached by references, the first one included; `undefined` when one cannot be read.
 */
export function readConfigs(first: string): readonly TextConfig[] | undefined {
  const configs = new Map<string, TextConfig>();
  const names = new Set([first]);
  // A `for` loop over a Set also visits what is added during the loop.
  for (const name of names) {
    // The compiler reports a reference to a missing file.
    if (name !== first && !statSync(name, { throwIfNoEntry: false })) continue;
    const config = readTextConfig(name);
    if (!config) return undefined;
    configs.set(name, config);
    for (const reference of config.references) names.add(reference);
  }
  return [...configs.values()];
}
