import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { ModuleIdentity, Span } from "../analysis/model.js";
import { internalProgram } from "../compiler/compiler.js";

/** Finds out whether what guards import can be resolved, remembering folders. */
function createRuntimeFinder({ ts, program, host }: Context): (file: ts.SourceFile) => boolean {
  // Not the project's options: emitted code is resolved as Node and bundlers do, whatever the types are resolved as.
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const cache = ts.createModuleResolutionCache(program.getCurrentDirectory(), (name) => name, options);
  return ({ fileName }) =>
    ts.resolveModuleName("importspy/dist/guard.mjs", fileName, options, host, cache).resolvedModule !== undefined;
}

/**
 * Makes the check that guards can work in this project: that their package is installed, and that the build emits
 * files which a guard can stand in. Says each thing once: what holds for one file holds for its neighbours.
 *
 * @param context - The program and its report.
 * @param identityOf - Identity of a file of the program.
 * @returns Checks a file that needs a guard. The span is where it needs one.
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
