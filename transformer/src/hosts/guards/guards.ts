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
import { checksumOf, openStore } from "./store.js";
import { type Asked, openTexts } from "./texts.js";
import { WRITER } from "./written.js";

/** What is known of a project. */
interface Index {
  readonly inputs: Inputs;
  /** Each file that a build turns into JavaScript and that has a guard: what it is like, and what is wrong with it. */
  readonly files: Readonly<Record<string, readonly [state: string, errors?: string]>>;
  /** The names of all others, one a line. */
  readonly plain: string;
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
  /**
   * Whether a file has nothing to guard, and is as it was when that was found out.
   *
   * @param name - Its name, relative to the folder of tsconfig.json, with `/`.
   * @param size - How many bytes of it the host has read.
   */
  isPlain(name: string, size: number): boolean;
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
  /**
   * Compares all inputs with the disk, unless that was done a moment ago: for a process that does one task after the other,
   * each of which begins with what is on disk then.
   */
  begin(): void;
}

/** How long what was compared with the disk counts as compared. */
const FRESH = 500;
/** How long a file does that still has its size: while a program starts, no disk is asked for each of its modules. */
const FRESH_BY_SIZE = 2000;

function readText(fileName: string): string | undefined {
  try {
    return readFileSync(fileName, "utf8");
  } catch {
    // It went away meanwhile: there is nothing to guard.
    return undefined;
  }
}

/** What part of a process's time may be spent on comparing when its tasks are short. */
const COMPARING = 1 / 100;

/** Where a package is the project's own: guards of installed packages were built into them. */
export const isInstalled = (fileName: string) => /[\\/]node_modules[\\/]/.test(fileName);

/** What a host says of itself. */
export interface HostTraits {
  /** How it is going to hand over the text of a file, where it does so as the file is. */
  foresee?(fileName: string, code: string): TextRules | undefined;
  /** Absolute paths of folders that it writes to: what comes to be there says nothing of the project. */
  readonly outputs?: readonly string[];
}

/**
 * Opens the guards of a project.
 *
 * @param tsconfig - Absolute path of its tsconfig.json.
 * @param host - What the host says of itself.
 */
export function openGuards(tsconfig: string, { foresee, outputs = [] }: HostTraits = {}): ProjectGuards {
  const root = path.dirname(tsconfig);
  const store = openStore(root, WRITER);
  const name = checksumOf(store.folder ? path.relative(store.folder, tsconfig) : tsconfig);
  const texts = foresee && openTexts(store, `${name}-texts`);
  /** What asks TypeScript is loaded when something is not known. */
  const createFinder = (): GuardFinder => {
    const service = require("./service.js") as typeof import("./service.js");
    return service.createFinder(tsconfig);
  };
  let finder: GuardFinder | undefined;
  let index: Index | undefined;
  let byName: ReadonlyMap<string, Input> = new Map();
  let plain: ReadonlySet<string> = new Set();
  let comparedAt = 0;
  /** How long the inputs took to compare. */
  let comparing = 0;
  const compare = (inputs: Inputs) => {
    const start = performance.now();
    const compared = compareInputs(root, inputs);
    comparing = performance.now() - start;
    return compared;
  };
  const relative = (fileName: string) => path.relative(root, fileName).replaceAll("\\", "/");

  const know = (found: Index): Index => {
    if (index?.plain !== found.plain) plain = new Set(found.plain.split("\n"));
    index = found;
    byName = new Map(found.inputs.files.map((each) => [each[0], each]));
    comparedAt = Date.now();
    return found;
  };

  const readIndex = (): Index | undefined => {
    const read = store.read(name) as Index | undefined;
    if (!read) return undefined;
    const { changed, isStale, now } = compare(read.inputs);
    if (changed.length) return undefined;
    const found = { ...read, inputs: now };
    if (isStale) store.write(name, found);
    return found;
  };

  /** Asks TypeScript about all files, so that the next process need not ask about any. */
  const findOut = (added: readonly string[] = []): Index => {
    const at = Date.now();
    const before = (store.read(name) as Index | undefined)?.others ?? [];
    finder ??= createFinder();
    const wanted = new Set([...before, ...(index?.others ?? []), ...added.map(relative)]);
    const others = [...wanted].sort().filter((each) => finder!.add(path.join(root, each)));
    const names = new Set([...finder.files(), ...others.map((each) => path.join(root, each))]);
    const answers = [...names].map((each) => [relative(each), finder!.answerFor(each)] as const);
    const isGuarded = ([, [state, errors]]: (typeof answers)[number]) => state !== "" || errors !== undefined;
    const inputs = readInputs(root, at, { ...finder.inputs(), outputs });
    const found: Index = {
      inputs: inputs ?? { at, files: [], folders: [] },
      files: Object.fromEntries(answers.filter(isGuarded)),
      plain: answers
        .filter((each) => !isGuarded(each))
        .map(([each]) => each)
        .join("\n"),
      others,
      watched: [...new Set(finder.watched().map(relative))].sort(),
    };
    if (inputs) store.write(name, found);
    warm(found);
    return found;
  };

  /** Guards all files before the host comes to them, so that a process which starts at another one finds them. */
  const warm = ({ files }: Index) => {
    if (!foresee) return;
    const guarded: [Asked, FoundGuard][] = [];
    for (const [file, [state, errors]] of Object.entries(files)) {
      const fileName = path.join(root, file);
      const code = errors === undefined ? readText(fileName) : undefined;
      const rules = code === undefined ? undefined : foresee(fileName, code);
      const asked = rules && { file, state, code: code!, rules };
      const found = asked && ask(asked);
      if (found) guarded.push([asked, found]);
    }
    if (guarded.length) texts!.keep(guarded);
  };

  const entryOf = ({ state, file, rules, code }: Asked) =>
    hashOf(JSON.stringify([state, file, rules, code])).replace(/^-/, "_");

  const ask = (asked: Asked): FoundGuard | undefined => {
    const entry = entryOf(asked);
    const known = store.read(entry) as FoundGuard | undefined;
    if (known) return known;
    finder ??= createFinder();
    const found = finder.guard(path.join(root, asked.file), asked.code, asked.rules);
    if (found) store.write(entry, found);
    return found;
  };

  const current = (fresh = FRESH): Index => {
    if (index && Date.now() - comparedAt < fresh) return index;
    if (index) {
      const { changed, plain, isTouched, now } = compare(index.inputs);
      comparedAt = Date.now();
      if (!isTouched) return index;
      if (changed.length || plain.length) finder?.update([...changed, ...plain]);
      if (!changed.length) return know({ ...index, inputs: now });
      return know(findOut());
    }
    return know(readIndex() ?? store.alone(name, () => readIndex() ?? findOut()));
  };

  /** Whether a file, of which the name is relative, is as it was then. */
  const isAsKnown = (file: string): boolean => {
    const input = byName.get(file);
    const stats = statSync(`${root}/${file}`, { throwIfNoEntry: false });
    return input !== undefined && input[1] === stats?.size && input[2] === stats.mtimeMs;
  };

  /** What is known, when a file is still as it was then. */
  const currentFor = (file: string, fresh: number): Index => {
    const known = index ?? current();
    if (Date.now() - comparedAt < fresh || isAsKnown(file)) return known;
    return current(byName.has(file) ? fresh : FRESH);
  };

  /** Of files that nothing of the project leads to, those in TypeScript are added to it. */
  const answerFor = (fileName: string, fresh = FRESH) => {
    const file = relative(fileName);
    const known = currentFor(file, fresh).files[file];
    if (known || plain.has(file) || !/\.[cm]?tsx?$/.test(fileName)) return known ?? [""];
    return know(store.alone(name, () => findOut([fileName]))).files[file] ?? [""];
  };

  return {
    guard(fileName, code, rules) {
      const [state, errors] = answerFor(fileName);
      if (errors !== undefined) throw new ContractErrors(root, errors);
      if (!state) return undefined;
      const asked: Asked = { state, file: relative(fileName), rules, code };
      return texts?.find(asked, () => ask(asked)!.mappings) ?? ask(asked);
    },
    isPlain(file, size) {
      if (!index) current();
      if (!plain.has(file) || byName.get(file)?.[1] !== size) return false;
      return Date.now() - comparedAt < FRESH_BY_SIZE || isAsKnown(file);
    },
    stateOf: (fileName) => answerFor(fileName, 0).join(""),
    watched: () => current().watched.map((each) => path.join(root, each)),
    refresh(fileName) {
      if ([relative(fileName), ...current().watched].every(isAsKnown)) return;
      comparedAt = 0;
      current();
    },
    state: () => hashOf(JSON.stringify(current().files)),
    begin() {
      // Nothing tells whether inputs that are too many to note down are other ones now.
      if (!index?.inputs.files.length) [index, finder] = [undefined, undefined];
      current(Math.min(FRESH, comparing / COMPARING));
    },
  };
}
