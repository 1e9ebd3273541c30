import type ts from "typescript";
import { once } from "../../analysis/memoize.js";
import { internalProgram, type TypeScript } from "../../compiler/compiler.js";
import { patch } from "../../compiler/patch.js";
import type { Compilation } from "../../emit/compilation.js";
import { createInjector, type FilePlan, needsSidecar } from "../../emit/inject.js";
import type { KeptImports } from "../../emit/moments.js";
import { wrapWriteFile } from "../../emit/write.js";
import { compileContracts } from "../../pipeline.js";
import { doubtBuildInfos } from "./buildinfo.js";
import { readSolution } from "./references.js";
import { BuildStop } from "./stop.js";
import { commandLineOf } from "./tsc.js";
import { saltVersions } from "./versions.js";

/**
 * Adds our diagnostics to those of TypeScript, in every mode that asks for diagnostics.
 *
 * @param typescript - The compiler that made the program.
 * @param program - The program.
 * @param compilation - Its contracts.
 */
export function wrapDiagnostics(typescript: TypeScript, program: ts.Program, compilation: Compilation): void {
  const internal = internalProgram(program);
  const withOurs = (found: readonly ts.Diagnostic[], file: ts.SourceFile | undefined) => {
    const files = file ? [file] : program.getSourceFiles();
    const ours = files.flatMap((each) => compilation.diagnosticsOf(each));
    return ours.length ? typescript.sortAndDeduplicateDiagnostics([...found, ...ours]) : found;
  };
  patch(
    internal,
    "getSemanticDiagnostics",
    (find) =>
      (file, ...rest) =>
        withOurs(find(file, ...rest), file),
  );
  patch(
    internal,
    "getBindAndCheckDiagnostics",
    (find) =>
      (file, ...rest) =>
        withOurs(find(file, ...rest), file),
  );
  if (!program.getCompilerOptions().noCheck) return;
  // With `noCheck`, builders ask only for global diagnostics.
  patch(
    internal,
    "getGlobalDiagnostics",
    (find) =>
      (...rest) =>
        withOurs(find(...rest), undefined),
  );
  // With `noCheck`, TypeScript ignores errors in a `.tsbuildinfo`. It builds again when another version has written the
  // file.
  const version = `${typescript.version}, with errors in contracts`;
  patch(internal, "emitBuildInfo", (emit) => (...rest) => {
    const isBroken = withOurs([], undefined).length > 0;
    const restore = isBroken && patch(internal, "getBuildInfo", (make) => () => ({ ...make(), version }));
    const result = emit(...rest);
    if (restore) restore();
    return result;
  });
}

/**
 * Adds guards to the files that a program emits, and writes their sidecars.
 *
 * @param typescript - The compiler that made the program.
 * @param program - The program.
 * @param host - The host of the program, if known.
 * @param compilation - Its contracts.
 */
export function wrapEmit(
  typescript: TypeScript,
  program: ts.Program,
  host: ts.CompilerHost | undefined,
  compilation: Compilation,
): void {
  const keptBy = new Map<FilePlan, KeptImports>();
  const injector = createInjector(typescript, compilation.planOf, (plan, kept) => keptBy.set(plan, kept));
  const sidecarsOf = ({ fileName }: ts.SourceFile) => {
    const plan = compilation.planOf(fileName);
    const kept = plan && keptBy.get(plan);
    return kept && needsSidecar(plan, kept) ? compilation.sidecarsOf(plan, kept) : [];
  };
  const contractsOf = ({ fileName }: ts.SourceFile) => compilation.contractsIn(fileName);
  // `typescript.sys.writeFile` has fewer parameters than `writeFile` of a host.
  const writeFile = (host ?? typescript.sys).writeFile as ts.WriteFileCallback;
  const written = { sidecarsOf, contractsOf, reachOf: compilation.reachOf };
  patch(
    program,
    "emit",
    (emit) =>
      (target, write, cancellation, onlyDeclarations, transformers, ...rest) =>
        emit(
          target,
          wrapWriteFile(typescript, write ?? writeFile, written, !target),
          cancellation,
          onlyDeclarations,
          {
            ...transformers,
            before: [...(transformers?.before ?? []), ...injector.before],
            after: [...(transformers?.after ?? []), ...injector.after],
          },
          ...rest,
        ),
  );
}

/** Marks guarded programs. Another copy of this package may set it. */
const GUARDED = Symbol.for("importspy.guarded");

/** Whether a program already guards its contracts. */
export function isGuarded(program: ts.Program): boolean {
  return GUARDED in program;
}

/** Marks a program as guarded. */
export function markGuarded(program: ts.Program): ts.Program {
  return Object.assign(program, { [GUARDED]: true });
}

/**
 * Checks the compiler's version. With another version, numbers of kinds and flags differ, and validators would silently admit everything.
 *
 * @param typescript - The compiler of the build.
 * @throws BuildStop when the version differs.
 */
export function stopUnlessVersionsAgree(typescript: TypeScript): void {
  const { version } = require("typescript/package.json") as { version: string };
  if (typescript.version !== version) throw new BuildStop("typescriptMismatch", version, typescript.version);
}

/**
 * Makes a program guard its contracts: more diagnostics, and guards in its output.
 *
 * @param typescript - The compiler that made the program.
 * @param program - The program.
 * @param host - The host of the program, if known.
 * @returns The same program.
 * @throws Error when the build cannot work.
 */
export function guardProgram(
  typescript: TypeScript,
  program: ts.Program,
  host: ts.CompilerHost | undefined,
): ts.Program {
  stopUnlessVersionsAgree(typescript);
  const resolutionHost: ts.ModuleResolutionHost = host ?? typescript.sys;
  const compilation = compileContracts({ ts: typescript, program, host: resolutionHost });
  wrapDiagnostics(typescript, program, compilation);
  wrapEmit(typescript, program, host, compilation);
  saltVersions(program, compilation);
  return markGuarded(program);
}

/** In `tspc -b`, makes TypeScript check the remaining projects more thoroughly. */
function doubtOtherProjects(typescript: TypeScript): void {
  const tsc = commandLineOf(typescript);
  const { sys } = typescript;
  if (!tsc.isBuildCommand(sys.args)) return;
  doubtBuildInfos(
    tsc,
    sys,
    once(() => readSolution(tsc, sys, tsc.parseBuildCommand(sys.args).projects)),
  );
}

/** Additional arguments from ts-patch. */
export interface PluginExtras {
  readonly ts: TypeScript;
}

/** An entry of `plugins` in tsconfig.json. */
export interface PluginConfig {
  readonly transform?: string;
  readonly transformProgram?: boolean;
}

/**
 * The plugin, as ts-patch calls it: `{ "transform": "@importspy/transformer", "transformProgram": true }`.
 *
 * @param program - The program.
 * @param host - Its host. Without `transformProgram`, ts-patch passes the plugin's configuration here.
 * @param config - The plugin's entry.
 * @param extras - The compiler.
 * @returns The same program.
 * @throws Error when `transformProgram` is missing, or when the version of TypeScript does not match.
 */
export function plugin(
  program: ts.Program,
  host: ts.CompilerHost | undefined,
  config: PluginConfig | undefined,
  extras: PluginExtras | undefined,
): ts.Program {
  if (!config?.transformProgram || !extras) throw new BuildStop("missingTransformProgram");
  doubtOtherProjects(extras.ts);
  return guardProgram(extras.ts, program, host);
}
