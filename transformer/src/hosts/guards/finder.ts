import type { FoundInputs } from "./inputs.js";

/** What a host does with a text next. */
export interface TextRules {
  /** What becomes of imports that are used as types only; by default what tsconfig.json says. */
  readonly unusedImports?: "kept" | "dropped";
  /** What the text is written in by now. */
  readonly language: "typescript" | "javascript";
  /** What the text runs as, where it does not say so itself. */
  readonly format: "esm" | "cjs";
  /** What the text calls its sidecar; further ones have their number behind it: `…-1`. */
  readonly sidecar: string;
}

/** A guarded text, and what its guard loads. */
export interface FoundGuard {
  readonly code: string;
  /** The mappings of a source map that leads from it to the text that was handed in. */
  readonly mappings: string;
  /** The texts of its sidecar and of the further ones, by their numbers. */
  readonly sidecars: readonly string[];
  /** What the text and they are. */
  readonly format: "esm" | "cjs";
  /** Whether all that runs has its place in the text that was handed in: who needs places of code only needs no map. */
  readonly keepsPlaces?: boolean;
}

/** Finds guards by asking TypeScript. */
export interface GuardFinder {
  /** Every file that a build turns into JavaScript. */
  files(): readonly string[];
  /** Every file that an answer depends on. */
  inputs(): FoundInputs;
  /** The files that guards of others depend on. */
  watched(): readonly string[];
  /** What a file's guard is like, and what is wrong with it as a build would say it. */
  answerFor(fileName: string): readonly [state: string, errors?: string];
  guard(fileName: string, code: string, rules: TextRules): FoundGuard | undefined;
  /** Adds a file that the project does not list; whether it is one of the program then. */
  add(fileName: string): boolean;
  /** Takes note of files that changed, appeared or went away. */
  update(changed: readonly string[]): void;
}
