import path from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import type { ProjectFiles } from "./files.js";

/** The entry of `plugins` that tspc needs. */
export const PLUGIN = { transform: "@importspy/transformer", transformProgram: true } as const;

/** A tsconfig.json with everything that it extends. */
export interface ProjectConfig {
  readonly fileName: string;
  readonly parsed: ts.ParsedCommandLine;
  /** The errors of reading it, for people. */
  readonly errors: readonly string[];
  /** Entries of `plugins`, its own or inherited. */
  readonly plugins: readonly Readonly<Record<string, unknown>>[];
}

/** tsconfig.json of a folder, or the file itself. */
export function findConfig(typescript: TypeScript, cwd: string, project: string | undefined): string | undefined {
  const { sys } = typescript;
  if (project === undefined) return typescript.findConfigFile(cwd.replaceAll("\\", "/"), sys.fileExists);
  const named = path.resolve(cwd, project);
  const fileName = sys.directoryExists(named) ? path.join(named, "tsconfig.json") : named;
  return sys.fileExists(fileName) ? fileName.replaceAll("\\", "/") : undefined;
}

function pluginsOf(options: ts.CompilerOptions): ProjectConfig["plugins"] {
  const { plugins } = options;
  if (!Array.isArray(plugins)) return [];
  return (plugins as unknown[]).filter(
    (entry): entry is Record<string, unknown> => !!entry && typeof entry === "object",
  );
}

/**
 * Reads a tsconfig.json.
 *
 * @param typescript - The compiler.
 * @param files - Reads it and what it extends.
 * @param fileName - Its path.
 * @param options - Options of the command line, which win over those of the file.
 */
export function readConfig(
  typescript: TypeScript,
  { system }: ProjectFiles,
  fileName: string,
  options: ts.CompilerOptions = {},
): ProjectConfig {
  const { config, error } = typescript.readConfigFile(fileName, system.readFile);
  const folder = path.dirname(fileName);
  const parsed = typescript.parseJsonConfigFileContent(config ?? {}, system, folder, options, fileName);
  const textOf = ({ messageText }: ts.Diagnostic) => typescript.flattenDiagnosticMessageText(messageText, " ");
  return {
    fileName,
    parsed,
    errors: [...(error ? [error] : []), ...parsed.errors].map(textOf),
    plugins: pluginsOf(parsed.options),
  };
}

/** A tsconfig.json and those that it references, each once. */
export function readReferencedConfigs(typescript: TypeScript, files: ProjectFiles, fileName: string): ProjectConfig[] {
  const configs = new Map<string, ProjectConfig>();
  const visit = (name: string) => {
    if (configs.has(name) || !files.isFile(name)) return;
    const config = readConfig(typescript, files, name);
    configs.set(name, config);
    for (const reference of config.parsed.projectReferences ?? []) {
      visit(typescript.resolveProjectReferencePath(reference));
    }
  };
  visit(fileName);
  return [...configs.values()];
}

/** The entry of a config's plugins that is ours. */
export function pluginEntryOf({ plugins }: ProjectConfig): Readonly<Record<string, unknown>> | undefined {
  return plugins.find(({ transform }) => transform === PLUGIN.transform);
}

/** The transformers of others in a config's plugins: only tspc, or a compiler that ts-patch has changed, runs those. */
export function otherTransformersOf({ plugins }: ProjectConfig): string[] {
  return plugins.flatMap(({ transform }) =>
    typeof transform === "string" && transform !== PLUGIN.transform ? [transform] : [],
  );
}

/** Whether a config compiles nothing itself: it names those that do, or its list of files is empty on purpose. */
export function isSolution({ parsed }: ProjectConfig): boolean {
  const { files } = { ...(parsed.raw as { readonly files?: unknown } | undefined) };
  const isEmpty = Array.isArray(files) && files.length === 0;
  return !parsed.fileNames.length && (isEmpty || Boolean(parsed.projectReferences?.length));
}

/** Whether building a config emits JavaScript. */
export function emitsCode(config: ProjectConfig): boolean {
  const { noEmit, emitDeclarationOnly } = config.parsed.options;
  return !isSolution(config) && !noEmit && !emitDeclarationOnly;
}
