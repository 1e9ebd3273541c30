/**
 * The TypeScript projects that a bundler's files are of, each with its guard service.
 *
 * @module
 */
import { existsSync } from "node:fs";
import type ts from "typescript";
import { memoize, once } from "../../analysis/memoize.js";
import { loadCompiler } from "../../cli/compiler.js";
import type { TypeScript } from "../../compiler/compiler.js";
import { mayHoldTag } from "../../discover/spelling.js";
import type { GuardedText, GuardService } from "../../service/types.js";
import { createGuardService, UnguardableError } from "../../service.js";
import { findConfigFile } from "./configFile.js";
import { BundlerError } from "./errors.js";
import { toPath } from "./ids.js";
import type { BundlerOptions } from "./options.js";
import type { Question } from "./remembered.js";
import { messageText } from "./texts.js";

/** A tsconfig.json and its guard service. */
export interface GuardedProject {
  /** Path of the tsconfig.json. */
  readonly tsconfig: string;
  readonly service: GuardService;
}

/** The projects of a bundler's run. */
export interface Projects {
  readonly typescript: TypeScript;
  /**
   * The project that guards a file: the one that lists it, or else the first one.
   *
   * @param fileName - Path of the file, with `/`.
   * @returns `undefined` when there is no tsconfig.json at all.
   * @throws Error when a tsconfig.json cannot be read.
   */
  projectOf(fileName: string): GuardedProject | undefined;
  /**
   * Guards a text.
   *
   * @returns `undefined` when there is nothing to guard.
   * @throws BundlerError when it has to be guarded and cannot be.
   */
  guard(question: Question): GuardedText | undefined;
  /** Whether some project may have contracts, by the texts of its files. */
  haveContracts(): boolean;
  /** Those that were opened. */
  opened(): readonly GuardedProject[];
  /** The configurations that were read, and all files that they list. */
  inputs(): readonly string[];
  /** Reads configurations again when one of these files is one. */
  update(changed: readonly string[]): void;
  /** Lets go of all programs. */
  dispose(): void;
}

/** A configuration that was read. */
interface Config {
  readonly tsconfig: string;
  /** Itself, and what it extends. */
  readonly configFiles: readonly string[];
  readonly files: ReadonlySet<string>;
  readonly references: readonly string[];
}

function readConfig(typescript: TypeScript, tsconfig: string): Config {
  const fail = ({ messageText: text }: ts.Diagnostic): never => {
    throw new BundlerError(
      messageText("unreadableConfig", tsconfig, typescript.flattenDiagnosticMessageText(text, "\n")),
    );
  };
  const host: ts.ParseConfigFileHost = { ...typescript.sys, onUnRecoverableConfigFileDiagnostic: fail };
  const parsed = typescript.getParsedCommandLineOfConfigFile(tsconfig, {}, host);
  if (!parsed) throw new BundlerError(messageText("unreadableConfig", tsconfig, "it cannot be parsed."));
  // 18003: no inputs, as in a solution that only has references.
  const [error] = parsed.errors.filter(
    ({ code, category }) => category === typescript.DiagnosticCategory.Error && code !== 18003,
  );
  if (error) fail(error);
  const { configFile } = parsed.options as { configFile?: { readonly extendedSourceFiles?: readonly string[] } };
  return {
    tsconfig,
    configFiles: [tsconfig, ...(configFile?.extendedSourceFiles ?? [])],
    files: new Set(parsed.fileNames),
    references: (parsed.projectReferences ?? []).map((each) => toPath(typescript.resolveProjectReferencePath(each))),
  };
}

/** All configurations that a first one leads to, itself first. */
function readConfigs(typescript: TypeScript, first: string): readonly Config[] {
  const configs = new Map<string, Config>();
  const queue = [first];
  for (const tsconfig of queue) {
    if (configs.has(tsconfig)) continue;
    // A reference that leads nowhere is the compiler's to tell.
    if (tsconfig !== first && !typescript.sys.fileExists(tsconfig)) continue;
    const config = readConfig(typescript, tsconfig);
    configs.set(tsconfig, config);
    queue.push(...config.references);
  }
  return [...configs.values()];
}

/**
 * Opens the projects that files of a bundler are of: nothing is read before the first file is asked for.
 *
 * @param root - The bundler's root.
 * @param options - What the user said.
 * @throws BundlerError from its methods, when a tsconfig.json is missing or broken.
 * @public It is loaded when it is needed.
 */
export function openProjects(root: string, options: BundlerOptions): Projects {
  // The project's own TypeScript may be another version, or missing: contracts are always read by ours.
  const compiler = once(loadCompiler);
  const first = () => findConfigFile(root, options);
  let configs: readonly Config[] | undefined;
  const services = new Map<string, GuardedProject>();
  const open = ({ tsconfig: name }: Config): GuardedProject => {
    const known = services.get(name);
    if (known) return known;
    const project = { tsconfig: name, service: createGuardService({ tsconfig: name, typescript: compiler() }) };
    services.set(name, project);
    return project;
  };
  let configOf = memoize(find);

  function find(fileName: string): Config | undefined {
    const name = first();
    if (name === undefined) return undefined;
    configs ??= readConfigs(compiler(), name);
    return configs.find(({ files }) => files.has(fileName)) ?? configs.find(({ files }) => files.size) ?? configs[0];
  }

  const projectOf = (fileName: string): GuardedProject | undefined => {
    const config = configOf(fileName);
    return config && open(config);
  };

  return {
    get typescript() {
      return compiler();
    },
    projectOf,
    guard({ file, code, rules }) {
      const project = projectOf(file);
      if (!project) {
        if (mayHoldTag(code)) throw new BundlerError(messageText("noConfig", root));
        return undefined;
      }
      try {
        return project.service.guard(file, code, rules);
      } catch (error) {
        throw error instanceof UnguardableError ? new BundlerError(error.message) : error;
      }
    },
    haveContracts() {
      const name = first();
      if (name === undefined) return false;
      configs ??= readConfigs(compiler(), name);
      return configs.some((config) => open(config).service.isNeeded());
    },
    opened: () => [...services.values()],
    inputs: () => (configs ?? []).flatMap((each) => [...each.configFiles, ...each.files]),
    update(changed) {
      const isListed = (name: string) => configs?.some(({ files }) => files.has(name));
      const isConfig = (name: string) => name.endsWith(".json") && !name.endsWith("/package.json");
      if (!changed.some((name) => isConfig(name) || isListed(name) !== existsSync(name))) return;
      configs = undefined;
      configOf = memoize(find);
    },
    dispose() {
      for (const { service } of services.values()) service.dispose();
      services.clear();
    },
  };
}
