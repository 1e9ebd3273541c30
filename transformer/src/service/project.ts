import path from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";

/** A text that stands for a file which TypeScript does not read itself: the script of `App.vue`. */
interface VirtualFile {
  readonly code: string;
  readonly version: number;
}

/** The files and options of a tsconfig.json, each file read again only when it is said to have changed. */
export interface Project {
  readonly host: ts.LanguageServiceHost & ts.ModuleResolutionHost;
  readonly registry: ts.DocumentRegistry;
  config(): ts.ParsedCommandLine;
  /** Whether tsconfig.json lists a file, or somebody has asked about it. */
  isListed(fileName: string): boolean;
  /** The files that the program starts with. */
  files(): readonly string[];
  /** tsconfig.json, and those that it extends or refers to. */
  configFiles(): readonly string[];
  /** Takes a file into the program that tsconfig.json does not list. */
  add(fileName: string): void;
  /**
   * Takes a text into the program, in place of a file that TypeScript does not read.
   *
   * @returns The name by which the program has it.
   */
  addText(fileName: string, code: string, isTypeScript: boolean): string;
  /** The file that a name of the program stands for. */
  nameOf(fileName: string): string;
  /** Files that changed on disk. */
  change(fileNames: readonly string[]): void;
  /** A file that is there as before has another text: what somebody writes in an editor. */
  edit(fileName: string): void;
  /** The program has been made: what is resolved by now holds until the next change. */
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
    // What a language service asks beside what its declarations tell.
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
