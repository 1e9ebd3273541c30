import { removeSidecars } from "../../../emit/write.js";
import { type BesideInput, type Built, buildBeside, publishHeld } from "../../../hosts/build/beside/beside.js";
import { findExecutable, type NativeCompiler, runCompiler } from "../../../hosts/build/beside/native.js";
import { createRecalling } from "../../../hosts/build/beside/recall.js";
import { buildSolutionBeside } from "../../../hosts/build/beside/solution.js";
import { findChanges, recordBuild } from "../../../hosts/build/beside/unchanged.js";
import type { BesideBuild, BesideSolution } from "../../../hosts/build/build.js";
import { openProject } from "../../../service/project.js";
import { createContractScan } from "../../../service/scan.js";
import type { InstalledCompiler } from "../../project/compilers.js";

/** Whether a project has anything to do with contracts; one that has not pays no more than this. */
function hasContracts({ build: { tsc, system }, config, configFileName }: BesideBuild): boolean {
  const tsconfig = tsc.getNormalizedAbsolutePath(configFileName, system.getCurrentDirectory());
  const scan = createContractScan(tsc, system, openProject(tsc, system, tsconfig));
  return scan.isNeeded() || config.fileNames.some((name) => scan.isNeeded(name, system.readFile(name) ?? ""));
}

/** Removes what an earlier build has left of contracts that are no more. */
function sweepSidecars({ build: { tsc, system }, config }: BesideBuild): void {
  if (config.options.noEmit) return;
  for (const source of config.fileNames.filter((name) => !name.endsWith(".d.ts"))) {
    for (const name of tsc.getOutputFileNames(config, source, !system.useCaseSensitiveFileNames)) {
      removeSidecars(system, name);
    }
  }
}

/** Keeps what a build was made from. */
function recorder(
  compiler: InstalledCompiler,
  { reads, start }: Pick<BesideBuild, "reads" | "start">,
  args: readonly string[],
  isPart = false,
) {
  return ({ inputs, buildInfos, locked }: Built) => {
    const files = new Set([...reads.files, ...inputs]);
    recordBuild({ args, compiler: compiler.version, start, reads: { ...reads, files }, buildInfos, locked, isPart });
  };
}

/**
 * Builds a solution by TypeScript 7 of the folder in which the build is started.
 *
 * @returns The exit status of `tsc`; `undefined` when it has to be built by the built-in compiler.
 */
export async function buildSolutionNatively(
  compiler: InstalledCompiler,
  solution: BesideSolution,
  args: readonly string[],
  tell: (text: string) => void,
): Promise<number | undefined> {
  const executable = await findExecutable(compiler.folder);
  const changes = findChanges(args, compiler.version);
  const record = recorder(compiler, solution, args, changes !== "all");
  return buildSolutionBeside({ ...solution, tell, changes, record, run: () => runCompiler(executable, args) });
}

/** What a build needs of the command line. */
function inputOf(
  executable: NativeCompiler,
  compiler: InstalledCompiler,
  beside: BesideBuild,
  args: readonly string[],
  tell: (text: string) => void,
): BesideInput {
  const { build, config, start, reads } = beside;
  return {
    ...{ build, config, tell },
    run: (added) => runCompiler(executable, [...args, ...added]),
    record: recorder(compiler, beside, args),
    recalling: createRecalling(args, compiler.version, start, reads),
    hasContracts: () => hasContracts(beside),
  };
}

/**
 * Builds by the project's own TypeScript 7.
 *
 * @param compiler - The project's compiler.
 * @param beside - What to build.
 * @param args - The arguments of `tsc`.
 * @param tell - Says something to the user.
 * @returns The exit status of `tsc`; `undefined` when this project has to be built by the built-in compiler.
 */
export async function buildNatively(
  compiler: InstalledCompiler,
  beside: BesideBuild,
  args: readonly string[],
  tell: (text: string) => void,
): Promise<number | undefined> {
  const input = inputOf(await findExecutable(compiler.folder), compiler, beside, args, tell);
  let isSwept = true;
  const find = () => {
    isSwept = input.hasContracts();
    return isSwept;
  };
  const code = await buildBeside({ ...input, hasContracts: find });
  if (!isSwept) sweepSidecars(beside);
  return code;
}

/**
 * Goes on with a build of which the compiler has ended, and has emitted other texts than in the build before.
 *
 * @returns The exit status of `tsc`; `undefined` when it has to be built again.
 */
export async function finishNatively(
  compiler: InstalledCompiler,
  beside: BesideBuild,
  args: readonly string[],
  tell: (text: string) => void,
  ended: { readonly held: Parameters<typeof publishHeld>[1]; readonly code: number },
): Promise<number | undefined> {
  const input = inputOf(await findExecutable(compiler.folder), compiler, beside, args, tell);
  return publishHeld(input, ended.held, ended.code);
}
