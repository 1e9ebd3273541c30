import path from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";

/** The text of a file that TypeScript does not read itself: the script of `App.vue`. */
interface VirtualFile {
  readonly code: string;
  readonly version: number;
}

/** The files and options of a tsconfig.json. A file is read again only after a change was announced. */
export interface Project {
  readonly host: ts.LanguageServiceHost & ts.ModuleResolutionHost;
  readonly registry: ts.DocumentRegistry;
  config(): ts.ParsedCommandLine;
  /** Whether tsconfig.json lists a file, or the file was added. */
  isListed(fileName: string): boolean;
  /** The root files of the program. */
  files(): readonly string[];
  /** tsconfig.json, and the files that it extends or references. */
  configFiles(): readonly string[];
  /** Adds a file to the program that tsconfig.json does not list. */
  add(fileName: string): void;
  /**
   * Adds a text to the program for a file that TypeScript does not read.
   *
   * @returns Its file name in the program.
   */
  addText(fileName: string, code: string, isTypeScript: boolean): string;
  /** The real file behind a file name of the program. */
  nameOf(fileName: string): string;
  /** Announces files that were changed, created or deleted on disk. */
  change(fileNames: readonly string[]): void;
  /** Announces a new text of an existing file, from an editor. */
  edit(fileName: string): void;
  /** Announces that the program was created. Its module resolutions stay valid until the next change. */
  settle(): void;
}

const VIRTUAL = /\.importspy-text\.tsx?$/;

/**
 * Opens the project of a tsconfig.json.
 *
 * @param typescript - The compiler.
 * @param system - Reads files.
 * @param tsconfig - The path of tsconfig.json.
 * @throws Error when it cannot be read.
 */
export function openProject(typescript: TypeScript, system: ts.System, tsconfig: string): Project {
  const versions = new Map<string, number>();
  const snapshots = new Map<string, { readonly version: number; readonly snapshot: ts.IScriptSnapshot }>();
  const extra = new Set<string>();
  const virtual = new Map<string, VirtualFile>();
  let isResolutionDoubtful = false;
  let config = read();
  let listed = new Set(config.fileNames);

  function read(): ts.ParsedCommandLine {
    const configHost: ts.ParseConfigFileHost = {
      ...system,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
        throw new Error(typescript.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
      },
    };
    const parsed = typescript.getParsedCommandLineOfConfigFile(tsconfig, {}, configHost);
    if (!parsed) throw new Error(`${tsconfig} cannot be read`);
    return parsed;
  }

  const versionOf = (fileName: string) => virtual.get(fileName)?.version ?? versions.get(fileName) ?? 0;
  const textOf = (fileName: string) => virtual.get(fileName)?.code ?? system.readFile(fileName);
  const host: Project["host"] = {
    getCompilationSettings: () => config.options,
    getScriptFileNames: () => [...new Set([...config.fileNames, ...extra, ...virtual.keys()])],
    getProjectReferences: () => config.projectReferences,
    getScriptVersion: (fileName) => String(versionOf(fileName)),
    getScriptSnapshot(fileName) {
      const version = versionOf(fileName);
      const known = snapshots.get(fileName);
      if (known?.version === version) return known.snapshot;
      const text = textOf(fileName);
      if (text === undefined) return undefined;
      const snapshot = typescript.ScriptSnapshot.fromString(text);
      snapshots.set(fileName, { version, snapshot });
      return snapshot;
    },
    getCurrentDirectory: () => path.posix.dirname(tsconfig),
    getDefaultLibFileName: (options) => typescript.getDefaultLibFilePath(options),
    useCaseSensitiveFileNames: () => system.useCaseSensitiveFileNames,
    fileExists: (name) => virtual.has(name) || system.fileExists(name),
    readFile: (name: string, encoding?: string) => virtual.get(name)?.code ?? system.readFile(name, encoding),
    directoryExists: (name) => system.directoryExists(name),
    getDirectories: (name) => system.getDirectories(name),
    readDirectory: (...values) => system.readDirectory(...values),
    ...(system.realpath && { realpath: (name: string) => system.realpath!(name) }),
    jsDocParsingMode: typescript.JSDocParsingMode.ParseForTypeErrors,
    // An internal method that a language service calls.
    ...{ hasInvalidatedResolutions: () => isResolutionDoubtful },
  };

  const isListed = (fileName: string) => listed.has(fileName) || extra.has(fileName);
  const { useCaseSensitiveFileNames } = system;
  const folder = path.posix.dirname(tsconfig);
  return {
    host,
    registry: typescript.createDocumentRegistry(useCaseSensitiveFileNames, folder, host.jsDocParsingMode),
    config: () => config,
    isListed,
    files: () => [...listed, ...extra],
    configFiles() {
      const { configFile } = config.options as { configFile?: { readonly extendedSourceFiles?: readonly string[] } };
      const references = (config.projectReferences ?? []).map((each) => typescript.resolveProjectReferencePath(each));
      return [tsconfig, ...(configFile?.extendedSourceFiles ?? []), ...references];
    },
    add: (fileName) => void extra.add(fileName),
    addText(fileName, code, isTypeScript) {
      const name = `${fileName}.importspy-text.${isTypeScript ? "ts" : "tsx"}`;
      const known = virtual.get(name);
      if (known?.code !== code) virtual.set(name, { code, version: (known?.version ?? 0) + 1 });
      return name;
    },
    nameOf: (fileName) => fileName.replace(VIRTUAL, ""),
    change(fileNames) {
      const isOther = (name: string) => isListed(name) !== system.fileExists(name);
      const concernsFiles = fileNames.some((name) => isOther(name) || name.endsWith(".json"));
      for (const name of fileNames) {
        versions.set(name, (versions.get(name) ?? 0) + 1);
        snapshots.delete(name);
        if (system.fileExists(name)) continue;
        extra.delete(name);
        for (const text of [...virtual.keys()]) if (text.replace(VIRTUAL, "") === name) virtual.delete(text);
      }
      if (!concernsFiles) return;
      isResolutionDoubtful = true;
      config = read();
      listed = new Set(config.fileNames);
    },
    edit(fileName) {
      versions.set(fileName, (versions.get(fileName) ?? 0) + 1);
      snapshots.delete(fileName);
    },
    settle: () => {
      isResolutionDoubtful = false;
    },
  };
}
