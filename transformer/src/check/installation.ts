import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { ModuleIdentity, Span } from "../analysis/model.js";
import { internalProgram } from "../compiler/compiler.js";

/** Makes a function that tells whether a file can resolve the module that guards import. It caches folders. */
function createRuntimeFinder({ ts, program, host }: Context): (file: ts.SourceFile) => boolean {
  // These are not the project's options, since emitted code is resolved by Node.js and bundlers, not by TypeScript.
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const cache = ts.createModuleResolutionCache(program.getCurrentDirectory(), (name) => name, options);
  return ({ fileName }) =>
    ts.resolveModuleName("importspy/dist/guard.mjs", fileName, options, host, cache).resolvedModule !== undefined;
}

/**
 * Makes the check that guards can work in this project: `importspy` is installed, and the output format can hold a
 * guard. Each problem is reported once a project, or once a package.
 *
 * @param context - The program; its report receives the problems.
 * @param identityOf - The identity of a file of the program.
 * @returns Checks a file that needs a guard. The span is the place that needs it.
 */
export function createInstallationCheck(
  context: Context,
  identityOf: (file: ts.SourceFile) => ModuleIdentity,
): (file: ts.SourceFile, at: Span) => void {
  const { ts, program, options, report } = context;
  const isInstalled = createRuntimeFinder(context);
  const said = new Set<string>();
  const isNew = (what: string) => !said.has(what) && said.add(what);
  return (file, at) => {
    const { AMD, UMD, System } = ts.ModuleKind;
    const kind = internalProgram(program).getEmitModuleFormatOfFile(file);
    if (options.outFile) {
      if (isNew("outFile")) report("bundledOutput", at);
    } else if (kind === AMD || kind === UMD || kind === System) {
      if (isNew("module")) report("unsupportedModuleFormat", at, `'${ts.ModuleKind[kind].toLowerCase()}'`);
    }
    if (!isInstalled(file) && isNew(`package ${identityOf(file).package}`)) report("runtimeNotInstalled", at);
  };
}
