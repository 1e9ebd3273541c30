/**
 * What all bundlers and dev servers ask for: guarded texts and sidecars by the ids of modules, what to watch, what is
 * wrong. A host's own folder has nothing but that host's hooks.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { memoize } from "../../analysis/memoize.js";
import { isSidecarName } from "../../artifacts/sidecarNames.js";
import { mayHoldTag } from "../../discover/spelling.js";
import { type GuardedText, type GuardRules, UnguardableError } from "../../service.js";
import { BundlerError, type BundlerProblem, problemsOf } from "./errors.js";
import { componentOf, fileOf, parseSidecarId, sidecarSpecifierOf, toPath, withoutQuery } from "./ids.js";
import type { BundlerOptions } from "./options.js";
import { openProjects } from "./projects.js";
import { createTexts } from "./scanned.js";
import { messageText } from "./texts.js";

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
  guard(id: string, code: string, rules?: GuardRules): GuardedText | undefined;
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
  isClean(id: string): boolean;
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
  /** Lets go of all programs. */
  dispose(): void;
}

const guardedFileOf = (id: string): string | undefined => fileOf(id) ?? componentOf(id);

/** What stands in a sidecar that judges: its module's contract, or that of an external module. */
const JUDGES = /^(?:enforce|provide|block)\(/m;

/**
 * Makes the guards of a bundler's run.
 *
 * @param root - The bundler's root: its tsconfig.json is looked for from there, and messages name files from there.
 * @param options - What the user said.
 */
export function createBundlerGuards(root: string, options: BundlerOptions = {}): BundlerGuards {
  const projects = openProjects(root, options);
  const texts = createTexts(() => projects.first);
  const loaded = new Map<string, string>();
  const contracted = new Set<string>();
  /** A package that was built with importspy has sidecars beside its files. */
  const judgesAsFile = memoize((id: string): boolean => {
    const file = withoutQuery(id);
    return isSidecarName(file) && existsSync(file) && JUDGES.test(readFileSync(file, "utf8"));
  });

  return {
    guard(id, code, rules) {
      const file = guardedFileOf(id);
      if (file === undefined || texts.isClean(file, code)) return undefined;
      const project = projects.projectOf(file);
      if (!project) {
        if (mayHoldTag(code)) throw new BundlerError(messageText("noConfig", root));
        return undefined;
      }
      try {
        const sidecarSpecifier = (number: number) => sidecarSpecifierOf(file, number);
        const guarded = project.service.guard(file, code, { sidecarSpecifier, ...rules });
        if (JUDGES.test(guarded?.sidecars[0] ?? "")) contracted.add(file);
        else contracted.delete(file);
        return guarded;
      } catch (error) {
        throw error instanceof UnguardableError ? new BundlerError(error.message) : error;
      }
    },
    sidecar(id) {
      const named = parseSidecarId(id);
      if (!named) return undefined;
      const text = projects.projectOf(named.file)?.service.sidecar(named.file, named.further);
      if (text === undefined) {
        throw new BundlerError(`${named.file} has no contract and imports none any more; build again`);
      }
      if (!named.further) loaded.set(named.file, text);
      return text;
    },
    hasContract: (id) => contracted.has(guardedFileOf(id) ?? ""),
    judges(id) {
      const file = parseSidecarId(id)?.file;
      return file === undefined ? judgesAsFile(id) : JUDGES.test(loaded.get(file) ?? "");
    },
    hasContracts: () => !texts.isClean() && projects.haveContracts(),
    isClean: (id) => texts.isClean(guardedFileOf(id)),
    dependencies(id) {
      const named = parseSidecarId(id);
      const file = named?.file ?? guardedFileOf(id);
      if (file === undefined || texts.isClean()) return [];
      const found = projects.projectOf(file)?.service.dependencies(file) ?? [];
      return named && found.length ? [file, ...found] : found;
    },
    problems(id) {
      const file = guardedFileOf(id);
      const service = file === undefined || texts.isClean() ? undefined : projects.projectOf(file)?.service;
      if (!service) return [];
      const declarations = service.dependencies(file!).filter((name) => /\.d\.[cm]?ts$/.test(name));
      return problemsOf(
        projects.typescript,
        [file!, ...declarations].flatMap((name) => service.diagnostics(name)),
      );
    },
    update(changed) {
      const names = changed.map(toPath);
      const before = texts.asked();
      texts.change(names);
      if (texts.isClean()) return [];
      for (const file of before) projects.projectOf(file)?.service.expect([file]);
      projects.update(names);
      return [...new Set(projects.opened().flatMap(({ service }) => service.update(names)))];
    },
    loaded: () => [...loaded].map(([file, text]) => ({ file, text })).sort((a, b) => (a.file < b.file ? -1 : 1)),
    dispose: () => projects.dispose(),
  };
}
