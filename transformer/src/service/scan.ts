import path from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";
import { findSpecifiers } from "../compiler/specifiers.js";
import { mayNeedGuard } from "../discover/spelling.js";
import type { Project } from "./project.js";

/** Decides by texts alone whether a project may have contracts. Most projects have none, and pay only for this scan. */
export interface ContractScan {
  /**
   * Whether a program is needed. This never changes back to `false`.
   *
   * @param fileName - A file that the host asks about, possibly outside of the project.
   * @param code - Its text.
   */
  isNeeded(fileName?: string, code?: string): boolean;
  /** Announces files that changed on disk. */
  change(fileNames: readonly string[]): void;
}

/**
 * Makes the scan of a project.
 *
 * @param typescript - The compiler. Its module resolution finds files outside of the project.
 * @param system - Reads files.
 * @param project - The project.
 */
export function createContractScan(typescript: TypeScript, system: ts.System, project: Project): ContractScan {
  let isFound = false;
  /** Files without a tag, from which no file with a tag can be reached. */
  const clean = new Set<string>();
  let scannedConfig: ts.ParsedCommandLine | undefined;
  let cache: ts.ModuleResolutionCache | undefined;

  const hasTag = (fileName: string) => mayNeedGuard(system.readFile(fileName) ?? "");

  /** Whether a package was built with importspy: its package.json names `importspy`, or a file of it has the tag. */
  const usesImportspy = (fileName: string): boolean => {
    const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(fileName)?.[0];
    const text = folder && system.readFile(`${folder}/package.json`);
    return (text?.includes('"importspy"') ?? false) || hasTag(fileName);
  };

  const resolve = (specifier: string, from: string) => {
    const { options } = project.config();
    cache ??= typescript.createModuleResolutionCache(path.posix.dirname(from), (name) => name, options);
    const { ESNext, CommonJS } = typescript.ModuleKind;
    return [ESNext, CommonJS].flatMap(
      (mode) =>
        typescript.resolveModuleName(
          specifier,
          from,
          options,
          project.host,
          cache,
          undefined,
          mode as ts.ResolutionMode,
        ).resolvedModule ?? [],
    );
  };

  /** Whether a file loads, outside of the project, a file with a contract. */
  const reaches = (start: string, startText: string): boolean => {
    const texts = new Map([[start, startText]]);
    // A `for` loop over a Map also visits what is added during the loop.
    for (const [fileName, text] of texts) {
      for (const specifier of findSpecifiers(text)) {
        for (const { resolvedFileName: name } of resolve(specifier, fileName)) {
          if (clean.has(name) || texts.has(name)) continue;
          if (name.includes("/node_modules/")) {
            if (usesImportspy(name)) return true;
            clean.add(name);
            continue;
          }
          const found = system.readFile(name) ?? "";
          if (mayNeedGuard(found)) return true;
          texts.set(name, found);
        }
      }
    }
    for (const name of texts.keys()) clean.add(name);
    return false;
  };

  const scanProject = (): void => {
    const config = project.config();
    if (scannedConfig === config) return;
    scannedConfig = config;
    isFound ||= config.fileNames.some((name) => {
      if (clean.has(name)) return false;
      const text = system.readFile(name) ?? "";
      // A source may have a contract of its own, or call `load<T>()`.
      if (mayNeedGuard(text)) return true;
      clean.add(name);
      return false;
    });
  };

  const asked = new Map<string, string>();
  return {
    isNeeded(fileName, code) {
      if (!isFound) scanProject();
      if (isFound || fileName === undefined || code === undefined) return isFound;
      if (asked.get(fileName) === code) return false;
      isFound = mayNeedGuard(code) || reaches(fileName, code);
      if (!isFound) asked.set(fileName, code);
      return isFound;
    },
    change(fileNames) {
      if (isFound) return;
      cache = undefined;
      if (fileNames.some((name) => name.endsWith(".json"))) asked.clear();
      for (const name of fileNames) {
        clean.delete(name);
        asked.delete(name);
        if (/\.[cm]?[jt]sx?$/.test(name) && hasTag(name)) isFound = true;
      }
    },
  };
}
