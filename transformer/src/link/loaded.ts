/**
 * What an import loads at run time, and whether that was compiled by importspy: read off the files that are there.
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

/** JavaScript that is there, as a build sees it. */
export interface LoadedFiles {
  /**
   * The files that an import loads at run time: one for each set of conditions under which it may be resolved.
   *
   * @param specifier - The module specifier.
   * @param from - The importing file.
   * @param mode - ES module or CommonJS.
   * @returns JavaScript, or TypeScript where a package hands out its sources; none where nothing is there.
   */
  resolve(specifier: string, from: string, mode: ts.ResolutionMode): readonly string[];
  /**
   * Looks for the guard of a module in what a file loads: in a sidecar beside one of the files, or inlined by a bundler.
   *
   * @param fileName - JavaScript.
   * @param module - The contracted module.
   */
  guardIn(fileName: string, module: ModuleIdentity): FoundGuard;
}

/** The outcome of looking for a guard. */
export interface FoundGuard {
  readonly isThere: boolean;
  /** The JavaScript that was looked at: all that the file loads of its own package, when the guard is not there. */
  readonly files: ReadonlySet<string>;
}

const ENDINGS = ["", ".js", ".mjs", ".cjs", "/index.js", "/index.mjs", "/index.cjs"];

/** Whether a file is JavaScript, by its name. */
export const isJavaScriptName = (fileName: string): boolean => /\.[cm]?jsx?$/.test(fileName);

/** The text as a part of a regular expression. */
const quote = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/**
 * Whether a text holds the contract of a module, as its sidecar does (`"package":"a","module":"b","line":1`), be it
 * minified or within a string. The sidecar of a contract with errors, `block("b")`, lets nobody load the module.
 */
function holdsContract(text: string, { package: name, module }: ModuleIdentity): boolean {
  if (!text.includes("importspy")) return false;
  if (text.includes(`\nblock(${JSON.stringify(module)});`)) return true;
  const member = (key: string, value: string) => `["']?${key}["']?\\s*:\\s*["'\`]${quote(value)}["'\`]`;
  const data = `${member("package", name)},\\s*${member("module", module)},\\s*["']?line["']?\\s*:`;
  return new RegExp(data).test(text.replaceAll("\\", ""));
}

/** Makes the resolution of imports as Node.js and bundlers do it: no declarations, no path aliases. */
function createResolve({ ts, program, options, host }: Context): LoadedFiles["resolve"] {
  const { Bundler, NodeNext } = ts.ModuleResolutionKind;
  const isBundled = options.moduleResolution === Bundler;
  const { customConditions = [] } = options;
  const createResolver = (conditions: readonly string[]) => {
    // `noDtsResolution` is internal: what is loaded is asked for, not its declarations.
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
  // Whether the conditions of tsconfig.json hold at run time, too, only who starts the program knows.
  const resolvers = [createResolver(customConditions), ...(customConditions.length ? [createResolver([])] : [])];
  return (specifier, from, mode) => {
    const found = resolvers.map((resolve) => resolve(specifier, from, mode)).filter((name) => name !== undefined);
    return [...new Set(found)];
  };
}

/**
 * Makes a view of the JavaScript that is there.
 *
 * @param context - The program.
 */
export function createLoadedFiles(context: Context): LoadedFiles {
  const { ts, host } = context;
  const resolve = createResolve(context);
  const textOf = memoize((fileName: string) => (host.fileExists(fileName) ? host.readFile(fileName) : undefined));

  /** What a file loads of its own package. */
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
      // A Set goes through what is added on the way.
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
