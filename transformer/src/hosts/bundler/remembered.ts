/**
 * What an earlier run found out about a project, as long as nothing has changed that its answers were made from: with it
 * a build neither types anything nor loads TypeScript. What is wrong is not remembered, so it is always found out again.
 *
 * @module
 */

import path from "node:path";
import type { SourceMap } from "magic-string";
import { joinPath } from "../../analysis/paths.js";
import { staysPlain } from "../../service/texts/plain.js";
import type { GuardedText, GuardRules, GuardService } from "../../service/types.js";
import {
  compareInputs,
  type FoundInputs,
  hashOf,
  type Input,
  type Inputs,
  readInputs,
  textIn,
} from "../guards/inputs.js";
import { differingLines, type Line, replaceLines } from "../guards/lines.js";
import { checksumOf, openStore, type Store } from "../guards/store.js";
import { WRITER } from "../guards/written.js";

/** A guarded text. */
interface Answer {
  /** What differs of it from what was handed in; all of it where lines were added. */
  readonly lines: readonly Line[] | string;
  readonly format: GuardedText["format"];
  readonly sidecars: readonly string[];
  /** As JSON; absent where nobody asked for it. */
  map?: string;
}

/** What is known of a file that has to do with contracts, or that its project does not know. */
interface FileAnswer {
  readonly state: string;
  /** Relative to the folder of tsconfig.json. */
  readonly dependencies: readonly string[];
  /** Whether it was asked what is wrong with it, and nothing is. */
  readonly isFine: boolean;
}

interface Entry {
  readonly inputs: Inputs;
  /** The texts of the project said that there is nothing to guard. */
  readonly isClean?: boolean;
  readonly files: Readonly<Record<string, FileAnswer>>;
  /** By what was asked: the file, its text and what the host does with it. */
  readonly answers: Readonly<Record<string, Answer | null>>;
}

/** Which text is asked about, and what the host does with it. */
export interface Question {
  readonly file: string;
  readonly code: string;
  readonly rules: GuardRules;
}

/** A guarded text for a bundler. */
export interface BundledText extends GuardedText {
  /** Its map as JSON, where that is known already. */
  readonly mapText?: string | undefined;
}

/** A guard that was found earlier. */
export interface Recalled {
  /** `undefined` when there is nothing to guard. */
  readonly guarded: BundledText | undefined;
}

/** Who finds answers in this run. */
export interface Finders {
  /** The guard services that were opened. */
  readonly services: readonly GuardService[];
  serviceOf(file: string): GuardService | undefined;
  /** Counts what changed since they were opened. */
  readonly revision: number;
  /** The configurations, and all files that they list. */
  configInputs(): readonly string[];
}

/** What is remembered of a project. */
export interface Remembered {
  /** Whether something is known: the project had contracts, and nothing that matters has changed. */
  isKnown(): boolean;
  /**
   * Whether there is nothing to guard, as the texts said that are still the same.
   *
   * @param file - A file that is asked about.
   * @param code - Its text; by default as it is on disk.
   */
  isClean(file?: string, code?: string): boolean;
  /**
   * The answer of an earlier run.
   *
   * @param question - What is asked.
   * @param askAgain - Finds the answer out, for what the earlier run did not ask for.
   * @returns `undefined` when it is not known.
   */
  recall(question: Question, askAgain: () => GuardedText | undefined): Recalled | undefined;
  /** Whether a file has nothing to do with contracts, as it is on disk. */
  isPlain(file: string): boolean;
  /** Whether nothing is wrong with a file. */
  isFine(file: string): boolean;
  /** Its dependencies; `undefined` where they are not known. */
  dependenciesOf(file: string): readonly string[] | undefined;
  /** The state of a file's guard. */
  stateOf(file: string): string;
  /** Takes note of changes; whether all that is known still holds. */
  absorbs(changed: readonly string[]): boolean;
  /** Nothing holds any more: neither what an earlier run found out nor what this one did. */
  forget(): void;
  /**
   * Keeps an answer of this run.
   *
   * @param isPlain - Whether the file as it is on disk has nothing to do with contracts.
   * @returns The answer.
   */
  keep(
    question: Question,
    guarded: GuardedText | undefined,
    revision: number,
    isPlain: boolean,
  ): GuardedText | undefined;
  /** Keeps that nothing is wrong with a file. */
  keepFine(file: string): void;
  /** Keeps that there is nothing to guard. */
  keepClean(found: FoundInputs): void;
  /** Has what was kept written down when nothing was asked for a while. */
  saveSoon(): void;
  /** Writes down what was kept. */
  save(finders: Finders): void;
}

/** How long nothing is asked before a server writes down what it knows. */
const QUIET = 1000;

function keyOf(file: string, { code, rules }: Question): string {
  const { unusedImports, decoratorMetadata, language, format, sidecarSpecifier } = rules;
  const names = [sidecarSpecifier?.(0), sidecarSpecifier?.(1)];
  return hashOf(JSON.stringify([file, unusedImports, decoratorMetadata, language, format, names, code]));
}

function mapOf(text: string): SourceMap {
  const { SourceMap } = require("magic-string") as typeof import("magic-string");
  return Object.assign(Object.create(SourceMap.prototype) as SourceMap, JSON.parse(text));
}

/** Whether answers that were made from some inputs go with answers that were made from others. */
function isOfSameInputs(before: Inputs, now: Inputs): boolean {
  const contents = new Map(now.files.map(([name, , , , content]) => [name, content]));
  return before.files.every(([name, , , , content]) => contents.get(name) === content);
}

/**
 * Opens what is remembered of a project.
 *
 * @param tsconfig - Absolute path of its tsconfig.json, with `/`.
 * @param save - Writes down what was kept, when nothing was asked for a while.
 * @public It is loaded when it is needed.
 */
export function openRemembered(tsconfig: string, save: () => void): Remembered {
  const root = path.posix.dirname(tsconfig);
  const store: Store = openStore(root, WRITER);
  const name = `bundlers-${checksumOf(path.relative(store.folder ?? "/", tsconfig))}`;
  const relative = (file: string) => path.posix.relative(root, file);
  /** The other way round; most files are below the folder, and there are many. */
  const absolute = (file: string) => (file.startsWith(".") || root === "/" ? joinPath(root, file) : `${root}/${file}`);

  const at = Date.now();
  let entry: Entry | undefined;
  let isRead = false;
  /** Whether what is on disk says less than what is known. */
  let isDirty = false;
  let plain = new Map<string, Input>();
  let answers: Record<string, Answer | null> = {};
  const fine = new Set<string>();
  const asked = new Set<string>();
  let keptRevision = 0;
  let timer: NodeJS.Timeout | undefined;

  const know = (found: Entry) => {
    entry = found;
    plain = new Map(found.inputs.files.flatMap((input) => (input[5] ? [[absolute(input[0]), input]] : [])));
  };

  const current = (): Entry | undefined => {
    if (isRead) return entry;
    isRead = true;
    const read = store.read(name) as Entry | undefined;
    if (!read) return undefined;
    const { changed, isStale, now } = compareInputs(root, read.inputs);
    if (changed.length) return undefined;
    isDirty = isStale;
    know({ ...read, inputs: now });
    return entry;
  };

  /** With the texts of files that have changed since. */
  const asItIs = (): Entry | undefined => {
    const known = current();
    if (!known) return undefined;
    const files = known.inputs.files.map((each) => plain.get(absolute(each[0])) ?? each);
    return { ...known, inputs: { ...known.inputs, files } };
  };

  const isSameText = (input: Input, code: string) => hashOf(code.replace(/^\uFEFF/, "")) === input[4];

  const startAgain = () => {
    answers = {};
    fine.clear();
    asked.clear();
  };

  const saveSoon = () => {
    if (timer) timer.refresh();
    else timer = setTimeout(save, QUIET).unref();
  };

  const touch = () => {
    isDirty = true;
    saveSoon();
  };

  /** What is known of a project that has contracts. */
  const guarded = (): Entry | undefined => (current()?.isClean ? undefined : entry);

  return {
    isKnown: () => guarded() !== undefined,
    isClean(file, code) {
      if (!current()?.isClean) return false;
      if (file === undefined) return true;
      const input = plain.get(file);
      return input !== undefined && (code === undefined || isSameText(input, code));
    },
    recall(question, askAgain) {
      const known = guarded();
      if (!known) return undefined;
      const { file, code } = question;
      const input = plain.get(file);
      if (input && (isSameText(input, code) || staysPlain(new Set(input[5]), code))) return { guarded: undefined };
      const answer = known.answers[keyOf(relative(file), question)];
      if (!answer) return answer === null ? { guarded: undefined } : undefined;
      return {
        guarded: {
          code: typeof answer.lines === "string" ? answer.lines : replaceLines(code, answer.lines),
          format: answer.format,
          sidecars: answer.sidecars,
          mapText: answer.map,
          get map() {
            if (answer.map === undefined) return askAgain()!.map;
            return mapOf(answer.map);
          },
        },
      };
    },
    isPlain: (file) => guarded() !== undefined && plain.has(file),
    isFine: (file) => guarded() !== undefined && (plain.has(file) || guarded()?.files[relative(file)]?.isFine === true),
    dependenciesOf(file) {
      if (!guarded()) return undefined;
      if (plain.has(file)) return [];
      return guarded()?.files[relative(file)]?.dependencies.map(absolute);
    },
    stateOf: (file) => guarded()?.files[relative(file)]?.state ?? "",
    absorbs(changed) {
      const known = current();
      if (!known) return false;
      for (const file of changed) {
        const input = plain.get(file);
        const text = input && textIn(file);
        if (text === undefined || !staysPlain(new Set(input![5]), text)) {
          // What is no source and was not asked for has no say.
          const isOther = !/\.(?:[cm]?[jt]sx?|json)$/.test(file) && !known.files[relative(file)];
          if (!isOther || known.inputs.files.some(([each]) => each === relative(file))) return false;
          continue;
        }
        // Its times are those of the text before: who compares them reads it.
        plain.set(file, [input![0], input![1], input![2], input![3], hashOf(text), input![5]!]);
        isDirty = true;
      }
      return true;
    },
    forget() {
      isRead = true;
      entry = undefined;
      plain = new Map();
      startAgain();
    },
    keep(question, guarded, revision, isPlain) {
      if (revision !== keptRevision) startAgain();
      keptRevision = revision;
      touch();
      if (isPlain) return undefined;
      const { file } = question;
      asked.add(file);
      const answer: Answer | null = guarded
        ? {
            lines: differingLines(question.code, guarded.code) ?? guarded.code,
            format: guarded.format,
            sidecars: guarded.sidecars,
          }
        : null;
      answers[keyOf(relative(file), question)] = answer;
      if (!guarded || !answer) return undefined;
      return {
        code: guarded.code,
        format: guarded.format,
        sidecars: guarded.sidecars,
        get map() {
          const { map } = guarded;
          answer.map ??= map.toString();
          return map;
        },
      };
    },
    keepFine(file) {
      if (!fine.has(file)) touch();
      fine.add(file);
    },
    keepClean(found) {
      const inputs = readInputs(root, at, found);
      if (!inputs) return;
      isRead = true;
      know({ inputs, isClean: true, files: {}, answers: {} });
      store.write(name, entry);
    },
    saveSoon,
    save({ services, serviceOf, revision, configInputs }) {
      clearTimeout(timer);
      timer = undefined;
      if (!isDirty) return;
      isDirty = false;
      const before = asItIs();
      if (!services.length) {
        if (before) store.write(name, before);
        return;
      }
      // Something has changed since the last answer.
      if (revision !== keptRevision) return;
      const files: Record<string, FileAnswer> = {};
      const dependencies = new Set<string>();
      for (const file of new Set([...asked, ...fine])) {
        const service = serviceOf(file);
        if (!service || service.loadsOf(file)) continue;
        const needed = service.dependencies(file);
        for (const each of needed) dependencies.add(each);
        files[relative(file)] = {
          state: service.stateOf(file),
          dependencies: needed.map(relative),
          isFine: fine.has(file),
        };
      }
      const { inputsOf } = require("../guards/serviceInputs.js") as typeof import("../guards/serviceInputs.js");
      const found: FoundInputs = inputsOf(services, [...dependencies]);
      const inputs = readInputs(root, at, { ...found, files: [...found.files, ...configInputs()] });
      if (!inputs) return;
      // Another build may have written what it found since this one has read.
      const written = store.read(name) as Entry | undefined;
      const known = [
        ...(before && isOfSameInputs(before.inputs, inputs) ? [before] : []),
        ...(written && isOfSameInputs(written.inputs, inputs) && isOfSameInputs(inputs, written.inputs)
          ? [written]
          : []),
      ];
      store.write(name, {
        inputs,
        files: Object.assign({}, ...known.map((each) => each.files), files),
        answers: Object.assign({}, ...known.map((each) => each.answers), answers),
      });
    },
  };
}
