import path from "node:path";
import type ts from "typescript";
import {
  emitsCode,
  findConfig,
  isSolution,
  type ProjectConfig,
  readConfig,
  readReferencedConfigs,
} from "../project/config.js";
import type { Call, Project } from "./model.js";

/** A call of a TypeScript compiler that emits JavaScript. */
export interface Compilation {
  readonly call: Call;
  /** The configurations that it builds. Empty when the call names files, or the configuration does not exist. */
  readonly configs: readonly ProjectConfig[];
  /** The base name of the configuration that the call names or finds. */
  readonly configName: string;
}

const COMPILERS: ReadonlySet<string> = new Set(["tsc", "tsc6", "tspc", "ttsc", "tsgo", "vue-tsc", "ngc", "glint"]);

/** Whether a call runs a TypeScript compiler. */
export const isCompiler = ({ program, args }: Call): boolean =>
  COMPILERS.has(program) || (program === "importspy" && args[0]?.text === "build");

/** Options that turn off emitting, besides those that TypeScript's parser handles. */
const SILENT = ["--clean", "--dry"];

/**
 * Parses a call as the compiler would.
 *
 * @param project - Has the configurations.
 * @param call - A call that passes {@link isCompiler}.
 * @returns `undefined` when it emits no JavaScript; `"unknown"` when its arguments are computed.
 */
export function readCompilation(project: Project, call: Call): Compilation | "unknown" | undefined {
  const { typescript, files } = project;
  const args = (call.program === "importspy" ? call.args.slice(1) : call.args).map(({ text }) => text);
  const isBuild = args.some((arg) => /^--?b(?:uild)?$/i.test(arg));
  const parsed = typescript.parseCommandLine(
    args.filter((arg) => !/^--?b(?:uild)?$/i.test(arg)),
    (name) => files.read(path.resolve(call.folder, name)),
  );
  const {
    help,
    version,
    init,
    showConfig,
    listFilesOnly,
    noEmit,
    emitDeclarationOnly,
    project: named,
  } = parsed.options;
  if (help || version || init || showConfig || listFilesOnly || noEmit || emitDeclarationOnly) return undefined;
  if (isBuild && args.some((arg) => SILENT.includes(arg.toLowerCase()))) return undefined;
  if (call.args.some(({ isDynamic }) => isDynamic)) return "unknown";

  const names = parsed.fileNames.filter((name) => isBuild || /\.[cm]?[jt]sx?$/.test(name));
  const projects = isBuild ? (names.length ? names : [undefined]) : [typeof named === "string" ? named : undefined];
  if (!isBuild && named === undefined && names.length) return { call, configs: [], configName: "tsconfig.json" };
  const fileNames = projects.map((each) => findConfig(typescript, call.folder, each));
  const configs = fileNames.flatMap((fileName): ProjectConfig[] => {
    if (fileName === undefined) return [];
    if (isBuild) return readReferencedConfigs(typescript, files, fileName);
    return [readConfig(typescript, files, fileName, withoutProject(parsed.options))];
  });
  const emitting = configs.filter(emitsCode);
  if (configs.length && !emitting.length) return undefined;
  const [first] = fileNames;
  return { call, configs: emitting, configName: first === undefined ? "tsconfig.json" : path.basename(first) };
}

function withoutProject({ project: _, ...options }: ts.CompilerOptions): ts.CompilerOptions {
  return options;
}

/**
 * Whether the first package of a workspace only holds the others: it compiles nothing, and no script of it calls importspy.
 * It ships nothing, so only the others need the runtime.
 */
export function onlyHoldsPackages([root, ...members]: Project["packages"], calls: readonly Call[]): boolean {
  const [config] = root.configs;
  const callsImportspy = calls.some(({ unit, program }) => unit === root && program === "importspy");
  return members.length > 0 && config !== undefined && isSolution(config) && !callsImportspy;
}
