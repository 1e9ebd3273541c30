/**
 * Finds the files that an import loads at run time, and whether importspy compiled them. It reads the files on disk.
 *
 * @module
 */

import { isBuiltin } from "node:module";
import path from "node:path";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { memoize } from "../analysis/memoize.js";
import type { ModuleIdentity } from "../analysis/model.js";
import { joinPath } from "../analysis/paths.js";
import { sidecarNameOf } from "../artifacts/sidecarNames.js";
import { findSpecifiers } from "../compiler/specifiers.js";

/** The JavaScript files on disk, as resolved at run time. */
export interface LoadedFiles {
  /**
   * The files that an import loads at run time, one for each set of resolution conditions.
   *
   * @param specifier - The module specifier.
   * @param from - The importing file.
   * @param mode - ES module or CommonJS.
   * @returns JavaScript files, or TypeScript files of a package that publishes its sources; empty when nothing is
   *   found.
   */
  resolve(specifier: string, from: string, mode: ts.ResolutionMode): readonly string[];
  /**
   * Looks for the guard of a module in the files that a file loads: in a sidecar beside one of them, or inlined by a
   * bundler.
   *
   * @param fileName - A JavaScript file.
   * @param module - The contracted module.
   */
  guardIn(fileName: string, module: ModuleIdentity): FoundGuard;
}

/** The result of a search for a guard. */
export interface FoundGuard {
  readonly isThere: boolean;
  /** The searched files. Without a guard, these are all files of its own package that the file loads. */
  readonly files: ReadonlySet<string>;
}

const ENDINGS = ["", ".js", ".mjs", ".cjs", "/index.js", "/index.mjs", "/index.cjs"];

/** Whether a file name has an extension of JavaScript. */
export const isJavaScriptName = (fileName: string): boolean => /\.[cm]?jsx?$/.test(fileName);

/** A text, escaped for a regular expression. */
const quote = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/**
 * Whether a text holds the contract of a module, as its sidecar does (`"package":"a","module":"b","line":1`), also
 * minified or inside a string. The sidecar of a contract with errors, `block("b")`, counts as well: it refuses every
 * importer.
 */
function holdsContract(text: string, { package: name, module }: ModuleIdentity): boolean {
  if (!text.includes("importspy")) return false;
  if (text.includes(`\nblock(${JSON.stringify(module)});`)) return true;
  const member = (key: string, value: string) => `["']?${key}["']?\\s*:\\s*["'\`]${quote(value)}["'\`]`;
  const data = `${member("package", name)},\\s*${member("module", module)},\\s*["']?line["']?\\s*:`;
  return new RegExp(data).test(text.replaceAll("\\", ""));
}

/** Makes the resolution that Node.js and bundlers use: without declarations and path aliases. */
function createResolve({ ts, program, options, host }: Context): LoadedFiles["resolve"] {
  const { Bundler, NodeNext } = ts.ModuleResolutionKind;
  const isBundled = options.moduleResolution === Bundler;
  const { customConditions = [] } = options;
  const createResolver = (conditions: readonly string[]) => {
    // `noDtsResolution` is an internal option. It resolves to the loaded file instead of its declarations.
    const resolution: ts.CompilerOptions = {
      module: isBundled ? ts.ModuleKind.ESNext : ts.ModuleKind.NodeNext,
      moduleResolution: isBundled ? Bundler : NodeNext,
      allowJs: true,
      noDtsResolution: true,
      preserveSymlinks: options.preserveSymlinks ?? false,
      customConditions: [...conditions],
    };
    const cache = ts.createModuleResolutionCache(program.getCurrentDirectory(), (name) => name, resolution);
    return (specifier: string, from: string, mode: ts.ResolutionMode) =>
      ts.resolveModuleName(specifier, from, resolution, host, cache, undefined, mode).resolvedModule?.resolvedFileName;
  };
  // It is not known whether the program runs with the conditions of tsconfig.json, so both resolutions are tried.
  const resolvers = [createResolver(customConditions), ...(customConditions.length ? [createResolver([])] : [])];
  return (specifier, from, mode) => {
    const found = resolvers.map((resolve) => resolve(specifier, from, mode)).filter((name) => name !== undefined);
    return [...new Set(found)];
  };
}

/**
 * Makes the view of the JavaScript files on disk.
 *
 * @param context - The program.
 */
export function createLoadedFiles(context: Context): LoadedFiles {
  const { ts, host } = context;
  const resolve = createResolve(context);
  const textOf = memoize((fileName: string) => (host.fileExists(fileName) ? host.readFile(fileName) : undefined));

  /** The files of its own package that a file loads. */
  const loadsOf = (fileName: string, text: string, packageName: string): string[] =>
    [...findSpecifiers(text)].flatMap((specifier) => {
      if (/^\.{1,2}(?:\/|$)/.test(specifier)) {
        const base = joinPath(path.posix.dirname(fileName), specifier.replace(/[?#].*$/, ""));
        const found = ENDINGS.map((ending) => base + ending).find((name) => host.fileExists(name));
        return found === undefined ? [] : [found];
      }
      const isOwn = specifier.startsWith("#") || specifier === packageName || specifier.startsWith(`${packageName}/`);
      if (!isOwn || isBuiltin(specifier)) return [];
      const { ESNext, CommonJS } = ts.ModuleKind;
      return [...resolve(specifier, fileName, ESNext), ...resolve(specifier, fileName, CommonJS)];
    });

  return {
    resolve,
    guardIn(fileName, module) {
      const files = new Set([fileName]);
      // A `for` loop over a Set also visits what is added during the loop.
      for (const file of files) {
        const text = isJavaScriptName(file) ? textOf(file) : undefined;
        if (text === undefined) continue;
        const isThere = [textOf(sidecarNameOf(file)) ?? "", text].some((each) => holdsContract(each, module));
        if (isThere) return { isThere, files };
        for (const loaded of loadsOf(file, text, module.package)) files.add(loaded);
      }
      return { isThere: false, files };
    },
  };
}
