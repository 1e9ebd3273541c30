import path from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../../compiler.js";

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

/** Reads a tsconfig.json. */
export function readConfig(typescript: TypeScript, fileName: string): ProjectConfig {
  const { config, error } = typescript.readConfigFile(fileName, typescript.sys.readFile);
  const folder = path.dirname(fileName);
  const parsed = typescript.parseJsonConfigFileContent(config ?? {}, typescript.sys, folder, undefined, fileName);
  const textOf = ({ messageText }: ts.Diagnostic) => typescript.flattenDiagnosticMessageText(messageText, " ");
  return {
    fileName,
    parsed,
    errors: [...(error ? [error] : []), ...parsed.errors].map(textOf),
    plugins: pluginsOf(parsed.options),
  };
}

/** A tsconfig.json and those that it references, each once. */
export function readReferencedConfigs(typescript: TypeScript, fileName: string): ProjectConfig[] {
  const configs = new Map<string, ProjectConfig>();
  const visit = (name: string) => {
    if (configs.has(name) || !typescript.sys.fileExists(name)) return;
    const config = readConfig(typescript, name);
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
