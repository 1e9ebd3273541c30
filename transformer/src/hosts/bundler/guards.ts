/**
 * What all bundlers and dev servers ask for: guarded texts and sidecars by the ids of modules, what to watch, what is
 * wrong. A host's own folder has nothing but that host's hooks.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { memoize, once } from "../../analysis/memoize.js";
import { isSidecarName } from "../../artifacts/sidecarNames.js";
import type { GuardRules, GuardService } from "../../service/types.js";
import { findConfigFile } from "./configFile.js";
import { BundlerError, type BundlerProblem, isBundlerError, problemsOf } from "./errors.js";
import { componentOf, fileOf, parseSidecarId, sidecarSpecifierOf, toPath, withoutQuery } from "./ids.js";
import type { BundlerOptions } from "./options.js";
import type { Outlook } from "./outlook.js";
import type { Projects } from "./projects.js";
import type { BundledText, Question } from "./remembered.js";
import { createTexts } from "./scanned.js";

/** A contract's sidecar that went into a build. */
export interface LoadedSidecar {
  /** The guarded file. */
  readonly file: string;
  readonly text: string;
}

/** Guards the modules of one run of a bundler. */
export interface BundlerGuards {
  /**
   * Guards a module.
   *
   * @param id - Its id.
   * @param code - Its text as the host has it.
   * @param rules - What the host does with the text next.
   * @returns `undefined` when there is nothing to guard.
   * @throws BundlerError when it has to be guarded and cannot be.
   */
  guard(id: string, code: string, rules?: GuardRules): BundledText | undefined;
  /**
   * The text of the sidecar that an id stands for.
   *
   * @returns `undefined` when the id is that of no sidecar.
   * @throws BundlerError when its file is not guarded any more.
   */
  sidecar(id: string): string | undefined;
  /** Whether a module has a contract, by its text; in a module that is guarded. */
  hasContract(id: string): boolean;
  /** Whether a module is a sidecar that may refuse what is evaluated after it; known once it was loaded. */
  judges(id: string): boolean;
  /** Whether there may be anything to guard at all. */
  hasContracts(): boolean;
  /** Whether there is nothing to guard, neither in a module as it is on disk nor elsewhere. */
  isClean(id?: string): boolean;
  /** Whether a module as it is on disk is known to have nothing to do with contracts. */
  isPlain(id: string): boolean;
  /** What is known of the project's files before a build; `undefined` where each has to be looked at. */
  outlook(): Outlook | undefined;
  /** The files other than itself that a module's guard depends on; a sidecar's are those of its file, and that file. */
  dependencies(id: string): readonly string[];
  /** What is wrong in a module, or with what it imports. */
  problems(id: string): readonly BundlerProblem[];
  /**
   * Takes note of files that changed, appeared or went away.
   *
   * @returns The files whose guard, sidecar or problems are other ones now, with `/`.
   */
  update(changed: readonly string[]): readonly string[];
  /** The sidecars that were asked for, apart from further ones, by their files. */
  loaded(): readonly LoadedSidecar[];
  /** Keeps for the next run what this one has found out: a build is done. */
  save(): void;
  /** Keeps that, and lets go of all programs. */
  dispose(): void;
}

const guardedFileOf = (id: string): string | undefined => fileOf(id) ?? componentOf(id);

/** Looks until something is found. */
function memoizeFound<Value>(find: () => Value | undefined): () => Value | undefined {
  let found: Value | undefined;
  return () => {
    found ??= find();
    return found;
  };
}

/** How long a server asks again at its end, in milliseconds. */
const PATIENCE = 1000;

/** What stands in a sidecar that judges: its module's contract, or that of an external module. */
const JUDGES = /^(?:enforce|provide|block)\(/m;

/**
 * Makes the guards of a bundler's run.
 *
 * @param root - The bundler's root: its tsconfig.json is looked for from there, and messages name files from there.
 * @param options - What the user said.
 */
export function createBundlerGuards(root: string, options: BundlerOptions = {}): BundlerGuards {
  let isOpen = false;
  /** All that asks TypeScript is loaded when something is not known. */
  const projects = once((): Projects => {
    const { openProjects } = require("./projects.js") as typeof import("./projects.js");
    isOpen = true;
    return openProjects(root, options);
  });
  const findConfig = () => findConfigFile(root, options);
  /** A tsconfig.json that was not there may be now. */
  const memory = memoizeFound(() => {
    const tsconfig = findConfig();
    if (tsconfig === undefined) return undefined;
    const { openRemembered } = require("./remembered.js") as typeof import("./remembered.js");
    return openRemembered(tsconfig, save);
  });
  const texts = createTexts(findConfig, (file, code) => memory()?.isClean(file, code) ?? false);
  const isKnown = () => memory()?.isKnown() ?? false;
  const isClean = (file?: string, code?: string) => !isKnown() && texts.isClean(file, code);
  /** What TypeScript was asked, of each file the last, and at which revision. */
  const questions = new Map<string, { readonly question: Question; readonly revision: number }>();
  /** Whether something has changed since some of it was answered. */
  let isBehind = false;
  /** What was answered by what an earlier run has found. */
  const recalled = new Map<string, { readonly question: Question; readonly sidecars: readonly string[] }>();
  const loaded = new Map<string, string>();
  const contracted = new Set<string>();
  /** A package that was built with importspy has sidecars beside its files. */
  const judgesAsFile = memoize((id: string): boolean => {
    const file = withoutQuery(id);
    return isSidecarName(file) && existsSync(file) && JUDGES.test(readFileSync(file, "utf8"));
  });
  const serviceOf = (file: string) => projects().projectOf(file)?.service;
  const servicesOf = () => (isOpen ? projects().opened() : []).map(({ service }) => service);
  const revisionOf = () => servicesOf().reduce((sum, { revision }) => sum + revision, 0);

  /** What was answered by an earlier run alone. */
  const unasked = () => [...recalled].map(([file, { question }]) => [file, { question, revision: undefined }] as const);

  /**
   * Asks again what was asked before something changed: else the next run would have to.
   *
   * @param end - When to leave it.
   */
  function catchUp(end: number): void {
    for (const [file, { question, revision }] of [...unasked(), ...questions]) {
      // Of a file that has nothing to do with contracts its text tells all.
      if (revision === revisionOf() || serviceOf(file)?.loadsOf(file)) continue;
      if (Date.now() >= end) return;
      try {
        // Most hosts ask for the map, too.
        void find(question, true)?.map;
        problems(file);
      } catch (error) {
        if (!isBundlerError(error)) throw error;
        // It is told when the file is asked for; nothing is kept of it.
        questions.delete(file);
      }
    }
  }

  function save(): void {
    const news = isKnown() ? undefined : texts.takeNews();
    if (news) memory()?.keepClean(news);
    const services = servicesOf();
    const configInputs = () => projects().inputs();
    memory()?.save({ services, serviceOf, revision: revisionOf(), configInputs });
  }

  const find = (question: Question, isAgain = false): BundledText | undefined => {
    const { file } = question;
    const found = isAgain ? undefined : memory()?.recall(question, () => find(question, true));
    if (found) {
      recalled.set(file, { question, sidecars: found.guarded?.sidecars ?? [] });
      return found.guarded;
    }
    recalled.delete(file);
    const guarded = projects().guard(question);
    questions.set(file, { question, revision: revisionOf() });
    const service = serviceOf(file);
    // What says so is the text of the file, which is among what answers are made from.
    const isPlain = !guarded && service?.loadsOf(file) !== undefined && service.textOf(file) === question.code;
    return memory() ? memory()!.keep(question, guarded, revisionOf(), isPlain) : guarded;
  };

  /** The service of a file, which has been asked about it before: it knows of some contracts by what it was asked only. */
  const informed = (file: string): GuardService | undefined => {
    const earlier = recalled.get(file);
    if (earlier) {
      recalled.delete(file);
      find(earlier.question, true);
    }
    return serviceOf(file);
  };

  function problems(file: string): readonly BundlerProblem[] {
    if (isClean() || memory()?.isFine(file)) return [];
    const service = informed(file);
    if (!service) return [];
    const declarations = service.dependencies(file).filter((name) => /\.d\.[cm]?ts$/.test(name));
    const found = problemsOf(
      projects().typescript,
      [file, ...declarations].flatMap((name) => service.diagnostics(name)),
    );
    if (!found.length) memory()?.keepFine(file);
    return found;
  }

  /** From now on everything is found out again; what has become of earlier answers is news. */
  const wake = (changed: readonly string[]): void => {
    const stateOf = (file: string) => memory()!.stateOf(file);
    // No program has the script of a component: that is asked about again.
    for (const file of recalled.keys()) serviceOf(file)?.expect([file], stateOf);
    // A sidecar may be asked for again where its file is not: what it is made for is known by the question alone.
    for (const [file, { question }] of recalled) recalled.set(file, { question, sidecars: [] });
    for (const file of changed) recalled.delete(file);
    memory()!.forget();
  };

  return {
    guard(id, code, rules) {
      const file = guardedFileOf(id);
      if (file === undefined) return undefined;
      if (isClean(file, code)) {
        if (texts.hasNews()) memory()?.saveSoon();
        return undefined;
      }
      const sidecarSpecifier = (number: number) => sidecarSpecifierOf(file, number);
      const guarded = find({ file, code, rules: { sidecarSpecifier, ...rules } });
      if (JUDGES.test(guarded?.sidecars[0] ?? "")) contracted.add(file);
      else contracted.delete(file);
      return guarded;
    },
    sidecar(id) {
      const named = parseSidecarId(id);
      if (!named) return undefined;
      const { file, further } = named;
      const text = recalled.get(file)?.sidecars[further] ?? informed(file)?.sidecar(file, further);
      if (text === undefined) {
        throw new BundlerError(`${file} has no contract and imports none any more; build again`);
      }
      if (!further) loaded.set(file, text);
      return text;
    },
    hasContract: (id) => contracted.has(guardedFileOf(id) ?? ""),
    judges(id) {
      const file = parseSidecarId(id)?.file;
      return file === undefined ? judgesAsFile(id) : JUDGES.test(loaded.get(file) ?? "");
    },
    hasContracts: () => isKnown() || (!texts.isClean() && projects().haveContracts()),
    isClean: (id) => isClean(id === undefined ? undefined : guardedFileOf(id)),
    isPlain: (id) => memory()?.isPlain(guardedFileOf(id) ?? "") ?? false,
    outlook() {
      const isPlain = isKnown() ? memory()!.isPlain : isClean() ? texts.hasRead : undefined;
      const tsconfig = isPlain && findConfig();
      if (tsconfig === undefined) return undefined;
      const { readConfigs } =
        require("../../service/texts/config.js") as typeof import("../../service/texts/config.js");
      const { readOutlook } = require("./outlook.js") as typeof import("./outlook.js");
      const configs = readConfigs(tsconfig);
      return configs && readOutlook(configs, isPlain!);
    },
    dependencies(id) {
      const named = parseSidecarId(id);
      const file = named?.file ?? guardedFileOf(id);
      if (file === undefined || isClean()) return [];
      const found = memory()?.dependenciesOf(file) ?? informed(file)?.dependencies(file) ?? [];
      return named && found.length ? [file, ...found] : found;
    },
    problems(id) {
      const file = guardedFileOf(id);
      return file === undefined ? [] : problems(file);
    },
    update(changed) {
      const names = changed.map(toPath);
      const wasKnown = isKnown();
      if (memory()?.absorbs(names) && (wasKnown || texts.isClean()))
        return servicesOf().flatMap((service) => service.update(names));
      isBehind = true;
      for (const file of names) questions.delete(file);
      const before = texts.asked();
      texts.change(names);
      if (!wasKnown) memory()?.forget();
      if (!wasKnown && texts.isClean()) return [];
      if (wasKnown) wake(names);
      for (const file of before) serviceOf(file)?.expect([file]);
      projects().update(names);
      return [...new Set(servicesOf().flatMap((service) => service.update(names)))];
    },
    loaded: () => [...loaded].map(([file, text]) => ({ file, text })).sort((a, b) => (a.file < b.file ? -1 : 1)),
    save,
    dispose() {
      // What is left is not kept: the next run asks for it.
      if (isBehind && isOpen) catchUp(Date.now() + PATIENCE);
      save();
      if (isOpen) projects().dispose();
    },
  };
}
