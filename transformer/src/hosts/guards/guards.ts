/**
 * The guards of a project's files for hosts that start often: Node.js itself, workers of a test runner. What one process
 * found out, the next one reads; TypeScript is loaded when something is not known.
 *
 * @module
 */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { FoundGuard, GuardFinder, TextRules } from "./finder.js";
import { compareInputs, hashOf, type Input, type Inputs, readInputs } from "./inputs.js";
import { openStore } from "./store.js";
import { WRITER } from "./written.js";

/** What is known of a project. */
interface Index {
  readonly inputs: Inputs;
  /** Each file that a build turns into JavaScript: what its guard is like, and what is wrong with it. */
  readonly files: Readonly<Record<string, readonly [state: string, errors?: string]>>;
  /** Those that tsconfig.json does not list, and that nothing which it lists imports. */
  readonly others: readonly string[];
  /** Those that guards depend on, for hosts that watch. */
  readonly watched: readonly string[];
}

/** A contract or an import of a file is wrong: the file may not be loaded. */
export class ContractErrors extends Error {
  /**
   * @param root - The folder that names in the text are relative to.
   * @param text - What a build prints.
   */
  constructor(root: string, text: string) {
    super(text);
    const [, name, line, column] = /^(.+?)\((\d+),(\d+)\)/.exec(text) ?? [];
    const place = name === undefined ? root : `${path.join(root, name)}:${line}:${column}`;
    // Where the mistake is, not where in this package it was found.
    this.stack = `ContractErrors: ${text}\n    at ${place}`;
  }
}
Object.defineProperty(ContractErrors.prototype, "name", { value: "ContractErrors" });

/** The guards of a project. */
export interface ProjectGuards {
  /**
   * Guards a file.
   *
   * @param fileName - Its absolute path.
   * @param code - Its text as the host has it.
   * @param rules - What the host does with the text.
   * @returns `undefined` when nothing is to be guarded.
   * @throws {@link ContractErrors} when a build would not let the file through.
   */
  guard(fileName: string, code: string, rules: TextRules): FoundGuard | undefined;
  /** A text that changes when a file's guard does, or what is wrong with it; empty when it has none. */
  stateOf(fileName: string): string;
  /** Absolute paths of the files that the guard of any file depends on. */
  watched(): readonly string[];
  /**
   * Compares a file, and what guards depend on, with the disk, however short it is ago that this was done: for hosts that
   * ask at once when a file changes.
   */
  refresh(fileName: string): void;
  /** A text that changes when the guard of any file does, or what is wrong with it. */
  state(): string;
}

/** How long what was compared with the disk counts as compared. */
const FRESH = 500;

function readText(fileName: string): string | undefined {
  try {
    return readFileSync(fileName, "utf8");
  } catch {
    // It went away meanwhile: there is nothing to guard.
    return undefined;
  }
}

/** Where a package is the project's own: guards of installed packages were built into them. */
export const isInstalled = (fileName: string) => /[\\/]node_modules[\\/]/.test(fileName);

/**
 * Opens the guards of a project.
 *
 * @param tsconfig - Absolute path of its tsconfig.json.
 * @param foresee - How the host is going to hand over the text of a file, where it does so as the file is.
 */
export function openGuards(
  tsconfig: string,
  foresee?: (fileName: string, code: string) => TextRules | undefined,
): ProjectGuards {
  const root = path.dirname(tsconfig);
  const store = openStore(root, WRITER);
  const name = hashOf(store.folder ? path.relative(store.folder, tsconfig) : tsconfig).replace(/^-/, "_");
  /** What asks TypeScript is loaded when something is not known. */
  const createFinder = (): GuardFinder => {
    const service = require("./service.js") as typeof import("./service.js");
    return service.createFinder(tsconfig);
  };
  let finder: GuardFinder | undefined;
  let index: Index | undefined;
  let byName: ReadonlyMap<string, Input> | undefined;
  let comparedAt = 0;
  const relative = (fileName: string) => path.relative(root, fileName).replaceAll("\\", "/");

  const know = (found: Index): Index => {
    index = found;
    byName = undefined;
    comparedAt = Date.now();
    return found;
  };

  const readIndex = (): Index | undefined => {
    const read = store.read(name) as Index | undefined;
    if (!read) return undefined;
    const { changed, isTouched, now } = compareInputs(root, read.inputs);
    if (changed.length) return undefined;
    if (!isTouched) return read;
    const touched = { ...read, inputs: now };
    store.write(name, touched);
    return touched;
  };

  /** Asks TypeScript about all files, so that the next process need not ask about any. */
  const findOut = (added: readonly string[] = []): Index => {
    const at = Date.now();
    const before = (store.read(name) as Index | undefined)?.others ?? [];
    finder ??= createFinder();
    const wanted = new Set([...before, ...(index?.others ?? []), ...added.map(relative)]);
    const others = [...wanted].sort().filter((each) => finder!.add(path.join(root, each)));
    const names = new Set([...finder.files(), ...others.map((each) => path.join(root, each))]);
    const files = [...names].map((each) => [relative(each), finder!.answerFor(each)] as const);
    const inputs = readInputs(root, at, finder.inputs());
    const watched = [...new Set(finder.watched().map(relative))].sort();
    const nothing = { at, files: [], folders: [] };
    const found: Index = { inputs: inputs ?? nothing, files: Object.fromEntries(files), others, watched };
    if (inputs) store.write(name, found);
    for (const each of names) warm(each, found);
    return found;
  };

  /** Guards a file before the host comes to it, so that a process which starts at another file finds it. */
  const warm = (fileName: string, { files }: Index) => {
    const [state, errors] = files[relative(fileName)]!;
    const code = state && errors === undefined && foresee ? readText(fileName) : undefined;
    const rules = code === undefined ? undefined : foresee!(fileName, code);
    if (rules) ask(state!, fileName, code!, rules);
  };

  const entryOf = (state: string, fileName: string, code: string, rules: TextRules) =>
    hashOf(JSON.stringify([state, relative(fileName), rules, code])).replace(/^-/, "_");

  const ask = (state: string, fileName: string, code: string, rules: TextRules): FoundGuard | undefined => {
    finder ??= createFinder();
    const found = finder.guard(fileName, code, rules);
    if (found) store.write(entryOf(state, fileName, code, rules), found);
    return found;
  };

  const current = (): Index => {
    if (index && Date.now() - comparedAt < FRESH) return index;
    if (index) {
      const { changed, plain, now } = compareInputs(root, index.inputs);
      comparedAt = Date.now();
      if (changed.length || plain.length) finder?.update([...changed, ...plain]);
      if (!changed.length) return know({ ...index, inputs: now });
      return know(findOut());
    }
    return know(readIndex() ?? store.alone(name, () => readIndex() ?? findOut()));
  };

  /** Whether a file is as it was then. */
  const isAsKnown = ({ inputs }: Index, fileName: string): boolean => {
    byName ??= new Map(inputs.files.map((each) => [each[0], each]));
    const input = byName.get(relative(fileName));
    const stats = statSync(fileName, { throwIfNoEntry: false });
    return input !== undefined && input[1] === stats?.size && input[2] === stats.mtimeMs;
  };

  /** What is known, when a file is still as it was then. */
  const currentFor = (fileName: string): Index => {
    const known = index ?? current();
    if (Date.now() - comparedAt < FRESH) return known;
    return isAsKnown(known, fileName) ? known : current();
  };

  /** Of files that nothing of the project leads to, those in TypeScript are added to it. */
  const answerFor = (fileName: string) => {
    const file = relative(fileName);
    const known = currentFor(fileName).files[file];
    if (known || !/\.[cm]?tsx?$/.test(fileName)) return known ?? [""];
    return know(store.alone(name, () => findOut([fileName]))).files[file] ?? [""];
  };

  return {
    guard(fileName, code, rules) {
      const [state, errors] = answerFor(fileName);
      if (errors !== undefined) throw new ContractErrors(root, errors);
      if (!state) return undefined;
      const known = store.read(entryOf(state, fileName, code, rules)) as FoundGuard | undefined;
      return known ?? ask(state, fileName, code, rules);
    },
    stateOf: (fileName) => answerFor(fileName).join(""),
    watched: () => current().watched.map((each) => path.join(root, each)),
    refresh(fileName) {
      const known = current();
      const files = [fileName, ...known.watched.map((each) => path.join(root, each))];
      if (files.every((each) => isAsKnown(known, each))) return;
      comparedAt = 0;
      current();
    },
    state: () => hashOf(JSON.stringify(current().files)),
  };
}
