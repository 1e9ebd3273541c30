/**
 * Adds guards to the output of ts-loader for webpack. A module in a bundle has no file next to it, so a sidecar is a
 * module from a loader of ours: `!!…/sidecar.js!./x.ts?importspy`.
 *
 * @module
 */
import type ts from "typescript";
import { once } from "../../analysis/memoize.js";
import type { TypeScript } from "../../compiler/compiler.js";
import type { Compilation } from "../../emit/compilation.js";
import { createInjector, type FilePlan } from "../../emit/inject.js";
import type { KeptImports } from "../../emit/moments.js";
import { compileContracts } from "../../pipeline.js";
import { declareVocabulary } from "../../type/vocabulary.js";
import { isGuarded, stopUnlessVersionsAgree, wrapDiagnostics } from "../tspc/tspc.js";
import { filesOf, programOf } from "./program.js";
import { keepSidecars, specifierFor } from "./sidecar.js";

/** Creates a function that compiles the contracts of a program. ts-loader creates a new program for each new file. */
function createCompiler(typescript: TypeScript): (program: ts.Program) => Compilation {
  const compilations = new WeakMap<ts.Program, Compilation>();
  const caches = { comments: new WeakMap(), syntax: new WeakMap() };
  return (program) => {
    const known = compilations.get(program);
    if (known) return known;
    if (isGuarded(program)) {
      throw new Error(
        "importspy guards this program twice, as the plugin of a patched compiler and as ts-loader's transformer, and the first writes files that a bundle does not have: remove it from ts-loader's `compiler` or from tsconfig.json",
      );
    }
    const vocabulary = once(() => declareVocabulary(typescript, program.getCompilerOptions()));
    const compilation = compileContracts({ ts: typescript, program, host: typescript.sys, vocabulary, ...caches });
    compilations.set(program, compilation);
    wrapDiagnostics(typescript, program, compilation);
    return compilation;
  };
}

const MISSING_TYPES =
  "importspy needs the types of the whole project, which ts-loader does not have with transpileOnly or happyPackMode: remove that option, or guard its output by @importspy/transformer/webpack";

/**
 * Creates the transformers of ts-loader.
 *
 * @param typescript - The compiler.
 * @param first - The first program of ts-loader.
 * @param getProgram - Gives the current program, if ts-loader passes it. Files are added and change.
 */
export function guardLoader(
  typescript: TypeScript,
  first: ts.Program,
  getProgram?: () => ts.Program | undefined,
): ts.CustomTransformers {
  stopUnlessVersionsAgree(typescript);
  const compile = createCompiler(typescript);
  // Compiled now, so that ts-loader's diagnostics already contain those of contracts.
  let compilation = compile(first);
  let latest = first;
  let reported = { program: first, files: first.getSourceFiles() as readonly ts.SourceFile[] | undefined };
  const plans = new WeakMap<FilePlan, FilePlan>();
  const planOf = (fileName: string): FilePlan | undefined => {
    const plan = compilation.planOf(fileName);
    if (!plan) return undefined;
    const known = plans.get(plan);
    if (known) return known;
    const own = { ...plan, sidecarSpecifier: (further?: number) => specifierFor(fileName, further) };
    plans.set(plan, own);
    return own;
  };
  const keep = (plan: FilePlan, kept: KeptImports) =>
    keepSidecars(plan.file.fileName, compilation.sidecarsOf(plan, kept));
  const renew: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const told = getProgram?.();
    const program = told ?? programOf(typescript, latest, context, file);
    if (!program?.getSourceFile(file.fileName)) throw new Error(MISSING_TYPES);
    latest = program;
    compilation = compile(program);
    // ts-loader asks the last program that it has made for mistakes. If that is not the first one, nothing was added to
    // what it answers: ts-loader makes another program for each file that tsconfig.json does not list.
    const files = filesOf(context);
    if (told || (program === reported.program && files === reported.files)) return file;
    reported = { program, files };
    const mistakes = program.getSourceFiles().flatMap((each) => compilation.diagnosticsOf(each));
    if (!mistakes.length) return file;
    throw new Error(
      typescript.formatDiagnostics(mistakes, {
        ...typescript.sys,
        getCanonicalFileName: (name) => name,
        getNewLine: () => "\n",
      }),
    );
  };
  const { before, after } = createInjector(typescript, planOf, keep);
  return { before: [renew, ...before], after };
}
