import path from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import type { ProjectFiles } from "./files.js";

/** The entry of `plugins` that tspc needs. */
export const PLUGIN = { transform: "@importspy/transformer", transformProgram: true } as const;

/** A tsconfig.json, with everything that it extends. */
export interface ProjectConfig {
  readonly fileName: string;
  readonly parsed: ts.ParsedCommandLine;
  /** Errors in the file, for users. */
  readonly errors: readonly string[];
  /** The entries of `plugins`, own or inherited. */
  readonly plugins: readonly Readonly<Record<string, unknown>>[];
}

/** The tsconfig.json of a folder, or the file itself. */
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
 * @param files - Reads the file and the files that it extends.
 * @param fileName - Its path.
 * @param options - Options of the command line. They take precedence over those of the file.
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

/** A tsconfig.json and the configurations that it references, each once. */
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

/** The entry of importspy in `plugins`. */
export function pluginEntryOf({ plugins }: ProjectConfig): Readonly<Record<string, unknown>> | undefined {
  return plugins.find(({ transform }) => transform === PLUGIN.transform);
}

/** Other transformers in `plugins`. Only tspc, or a compiler that ts-patch has changed, runs them. */
export function otherTransformersOf({ plugins }: ProjectConfig): string[] {
  return plugins.flatMap(({ transform }) =>
    typeof transform === "string" && transform !== PLUGIN.transform ? [transform] : [],
  );
}

/** Whether a configuration compiles nothing itself: it only references others, or its list of files is empty. */
export function isSolution({ parsed }: ProjectConfig): boolean {
  const { files } = { ...(parsed.raw as { readonly files?: unknown } | undefined) };
  const isEmpty = Array.isArray(files) && files.length === 0;
  return !parsed.fileNames.length && (isEmpty || Boolean(parsed.projectReferences?.length));
}

/** Whether a configuration emits JavaScript. */
export function emitsCode(config: ProjectConfig): boolean {
  const { noEmit, emitDeclarationOnly } = config.parsed.options;
  return !isSolution(config) && !noEmit && !emitDeclarationOnly;
}
