import path from "node:path";
import { readRegex } from "../../project/globs.js";
import type { Word } from "../../project/shell.js";
import { type Arguments, splitArguments, valuesOf } from "../arguments.js";
import type { Call, Project } from "../model.js";
import { findToolConfig, readToolConfig, type ToolConfig } from "./configFiles.js";
import type { Inputs, Tool } from "./tool.js";

/** Code that a tool reads. */
export interface Input {
  readonly name: string;
  /** The folder for relative names. */
  readonly folder: string;
  /** Whether the text is a regular expression for file names. */
  readonly isRegex?: boolean;
}

/** The code that a call of a tool reads. */
export interface FoundInputs {
  readonly inputs: readonly Input[];
  /** Why there may be more inputs than `inputs`. */
  readonly open: string | undefined;
  /** Whether they are the default patterns of the tool. Not every default has to match. */
  readonly areDefaults: boolean;
  /** Whether the arguments select a file, of which the path is relative to the folder of the call. */
  isSelected(file: string): boolean;
  /** The export conditions in its configuration. */
  readonly conditions: readonly string[];
}

/** The arguments of a tool without subcommands. */
export function readArguments({ args }: Pick<Call, "args">, { verbs = [], valued }: Tool): Arguments {
  const split = splitArguments(args, valued);
  const first = split.operands.findIndex(({ text }) => !verbs.includes(text));
  return { ...split, operands: first < 0 ? [] : split.operands.slice(first) };
}

/** Removes the output name from `main=src/main.ts`, which esbuild accepts. */
const withoutName = ({ text }: Word) => text.replace(/^[^=]*=/, "");

function namedInputs(call: Call, given: Arguments, inputs: Inputs): { words: readonly Word[]; folder: string } {
  const operands = [...given.operands, ...given.rest];
  const options = (inputs.options ?? []).flatMap((name) =>
    given.options.flatMap((option) =>
      option.name === name || option.name.startsWith(`${name}.`) ? (option.value ?? []) : [],
    ),
  );
  const taken = inputs.operands === "files" ? operands : inputs.operands === "file" ? operands.slice(0, 1) : [];
  return { words: [...taken, ...options], folder: call.folder };
}

/** The configuration of a call: the file that it names, or the default one. */
function configOf(
  project: Project,
  call: Call,
  folder: string,
  given: Arguments,
  inputs: Inputs,
): ToolConfig | string | undefined {
  const [named] = valuesOf(given, ...(inputs.configOptions ?? []));
  if (named) {
    if (named.isDynamic) return "its configuration is computed";
    const fileName = path.resolve(call.folder, named.text);
    return project.files.isFile(fileName)
      ? readToolConfig(project, fileName, call.folder)
      : `${named.text} does not exist`;
  }
  const names = inputs.configs ?? [];
  const found = findToolConfig(project, folder, names);
  if (found !== undefined) return readToolConfig(project, found, call.folder);
  const [yaml] = names
    .flatMap((name) => [".yml", ".yaml"].map((ending) => name + ending))
    .filter((name) => project.files.isFile(path.join(folder, name)));
  if (yaml !== undefined) return `${yaml} is not read`;
  const { manifestKey } = inputs;
  const manifest = path.join(folder, "package.json");
  const isInManifest = manifestKey !== undefined && call.unit.manifest.content[manifestKey] !== undefined;
  return isInManifest && project.files.isFile(manifest)
    ? readToolConfig(project, manifest, call.folder, manifestKey)
    : undefined;
}

/**
 * The configuration file of a call.
 *
 * @returns A text explains why it is unknown.
 */
export function findConfigOf(project: Project, call: Call, tool: Tool): ToolConfig | string | undefined {
  const { inputs } = tool;
  if (inputs === "sources") return undefined;
  const given = readArguments(call, tool);
  const [operand] = inputs.operands === "folder" ? given.operands : [];
  const folder = operand ? path.resolve(call.folder, operand.text) : call.folder;
  return configOf(project, call, folder, given, inputs);
}

/** Whether a preloaded module is a path. Packages are not project code. */
const isPath = (name: string) => /^(?:\.|\/|<rootDir>)/.test(name);

/** Tells whether a path has a part. */
export function hasPart(text: string): (file: string) => boolean {
  const part = text.replace(/^\.\//, "").toLowerCase();
  return (file) => file.toLowerCase().includes(part);
}

/**
 * What operands select: `vitest run dist`. A word behind an option may be the value of the option, so operands count only
 * if all of them are in front of all options.
 */
function selectionOf({ args, folder }: Call, { operands }: Arguments, { filters }: Inputs, verbs: readonly string[]) {
  const firstOption = args.findIndex(({ text }) => text.startsWith("-"));
  const leading = firstOption < 0 ? args : args.slice(0, firstOption);
  const words = leading.filter(({ text }) => !verbs.includes(text));
  if (!filters || words.length !== operands.length || words.some(({ isDynamic }) => isDynamic)) return () => true;
  const tests = words.map(({ text }) => {
    if (filters === "parts") return hasPart(text);
    const pattern = readRegex(text, "i");
    // It is not known what an invalid pattern selects.
    return (file: string) => !pattern || pattern.test(path.join(folder, file));
  });
  return (file: string) => !tests.length || tests.some((test) => test(file));
}

/**
 * Finds the code that a call of a tool reads: from its arguments, its configuration, or its defaults.
 *
 * @param project - Has the files.
 * @param call - The call.
 * @param tool - A tool that does not search for sources itself.
 */
export function findInputs(project: Project, call: Call, tool: Tool): FoundInputs {
  const inputs = tool.inputs as Inputs;
  const given = readArguments(call, tool);
  const [operand] = inputs.operands === "folder" ? given.operands : [];
  const folder = operand ? path.resolve(call.folder, operand.text) : call.folder;
  const config = configOf(project, call, folder, given, inputs);
  const base = typeof config === "object" ? baseOf(config, folder, inputs) : folder;
  const inConfig = (name: string): Input => ({ name: name.replace(/^<rootDir>/, base), folder: base });
  const read = (properties: readonly string[] = []) =>
    (typeof config === "object" ? config.read(properties) : undefined) ?? { texts: [], isOpen: false };

  const conditions = read(["conditions", "conditionNames"]).texts;
  const isSelected = selectionOf(call, given, inputs, tool.verbs ?? []);
  const preloads = inputs.preloads ?? [];
  const before = [
    ...valuesOf(given, ...preloads).map(({ text }) => ({ name: text, folder: call.folder })),
    ...read(preloads.filter((each) => !each.startsWith("-"))).texts.map(inConfig),
  ].filter(({ name }) => isPath(name));

  const { words } = namedInputs(call, given, inputs);
  if (words.length) {
    const dynamic = words.find(({ isDynamic }) => isDynamic);
    const taken = words.filter(({ text }) => !text.startsWith("!"));
    const named = taken.map((word) => ({ name: withoutName(word), folder: call.folder }));
    const open = dynamic && `what ${dynamic.text} is, only the shell knows`;
    return { inputs: [...named, ...before], open, areDefaults: false, isSelected, conditions };
  }
  if (typeof config === "string") return { inputs: before, open: config, areDefaults: false, isSelected, conditions };
  const texts = read(inputs.properties);
  const regexes = read(inputs.regexes);
  if (texts.texts.length || regexes.texts.length || texts.isOpen || regexes.isOpen) {
    const isOpen = texts.isOpen || regexes.isOpen;
    const open = isOpen ? `a part of ${path.basename(config!.fileName)} is computed` : undefined;
    // `!src/**/*.test.ts` excludes files.
    const named = texts.texts.filter((text) => !text.startsWith("!")).map(inConfig);
    const matched = regexes.texts.map((name): Input => ({ name, folder: base, isRegex: true }));
    return { inputs: [...named, ...matched, ...before], open, areDefaults: false, isSelected, conditions };
  }
  const defaults = (inputs.defaults ?? []).map((name) => ({ name, folder: base }));
  const open = defaults.length ? undefined : "its arguments and its configuration name no input";
  return { inputs: [...defaults, ...before], open, areDefaults: true, isSelected, conditions };
}

/** The folder for relative paths in a configuration. */
function baseOf(config: ToolConfig, folder: string, { root, isFromConfig }: Inputs): string {
  const from = isFromConfig ? path.dirname(config.fileName) : folder;
  const [moved] = root === undefined ? [] : (config.read([root])?.texts ?? []);
  return moved === undefined ? from : path.resolve(from, moved);
}

/** The files and folders that a call of a tool writes. */
export function findOutputs(project: Project, call: Call, tool: Tool): string[] {
  const { outputs, inputs } = tool;
  if (!outputs) return [];
  const given = readArguments(call, tool);
  const named = (outputs.options ?? []).flatMap((name) => valuesOf(given, name).map(({ text }) => text));
  const config = inputs === "sources" ? undefined : configOf(project, call, call.folder, given, inputs);
  const texts = typeof config === "object" ? (config.read(outputs.properties ?? [])?.texts ?? []) : [];
  const all = [...named, ...texts];
  return (all.length ? all : (outputs.defaults ?? [])).map((name) => path.resolve(call.folder, name));
}
