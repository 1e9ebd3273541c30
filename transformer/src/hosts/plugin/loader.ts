/**
 * Guards what ts-loader makes of TypeScript for webpack. A module of a bundle has no file beside it, so a sidecar is a
 * module that a loader of ours makes: `!!…/sidecar.js!./x.ts?importspy`.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import { createInjector, type FilePlan } from "../../emit/inject.js";
import type { KeptImports } from "../../emit/moments.js";
import { type Compilation, compileContracts } from "../../pipeline.js";
import { isGuarded, stopUnlessVersionsAgree, wrapDiagnostics } from "../tspc/tspc.js";
import { keepSidecars, specifierFor } from "./sidecar.js";

/** Each program's contracts. */
const compilations = new WeakMap<ts.Program, Compilation>();

function compilationOf(typescript: TypeScript, program: ts.Program): Compilation {
  const known = compilations.get(program);
  if (known) return known;
  const compilation = compileContracts({ ts: typescript, program, host: typescript.sys });
  compilations.set(program, compilation);
  wrapDiagnostics(typescript, program, compilation);
  return compilation;
}

/**
 * Makes the transformers of ts-loader.
 *
 * @param typescript - The compiler.
 * @param getProgram - The program as it is now: watching makes others.
 * @throws Error when ts-loader checks no types, so that there are none to judge by.
 */
export function guardLoader(typescript: TypeScript, getProgram: () => ts.Program): ts.CustomTransformers {
  stopUnlessVersionsAgree(typescript);
  if (!getProgram().getRootFileNames().length) {
    throw new Error(
      "importspy needs the types of the whole project, which ts-loader does not have with transpileOnly or happyPackMode: remove that option, or guard its output by @importspy/transformer/webpack",
    );
  }
  if (isGuarded(getProgram())) {
    throw new Error(
      "importspy guards this program twice, as the plugin of a patched compiler and as ts-loader's transformer: the first writes files that a bundle does not have. Remove it from ts-loader's `compiler` or tsconfig.json",
    );
  }
  let compilation = compilationOf(typescript, getProgram());
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
  const { before, after } = createInjector(typescript, planOf, keep);
  const renew: ts.TransformerFactory<ts.SourceFile> = () => (file) => {
    compilation = compilationOf(typescript, getProgram());
    return file;
  };
  return { before: [renew, ...before], after };
}
