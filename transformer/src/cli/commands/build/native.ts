import { removeSidecars } from "../../../emit/write.js";
import { buildBeside } from "../../../hosts/build/beside/beside.js";
import type { publishHeld } from "../../../hosts/build/beside/finish.js";
import type { BesideInput, Built } from "../../../hosts/build/beside/input.js";
import { findExecutable, type NativeCompiler, runCompiler } from "../../../hosts/build/beside/native.js";
import type { BesideBuild, BesideSolution } from "../../../hosts/build/beside/read.js";
import { createRecalling } from "../../../hosts/build/beside/recall.js";
import { findChanges, recordBuild } from "../../../hosts/build/beside/unchanged.js";
import { openProject } from "../../../service/project.js";
import { createContractScan } from "../../../service/scan.js";
import type { InstalledCompiler } from "../../project/compilers.js";

/** Whether a project uses contracts. A project without contracts pays for no more than this check. */
function hasContracts({ build: { tsc, system }, config, configFileName }: BesideBuild): boolean {
  const tsconfig = tsc.getNormalizedAbsolutePath(configFileName, system.getCurrentDirectory());
  const scan = createContractScan(tsc, system, openProject(tsc, system, tsconfig));
  return scan.isNeeded() || config.fileNames.some((name) => scan.isNeeded(name, system.readFile(name) ?? ""));
}

/** Removes the sidecars of contracts that no longer exist. */
function sweepSidecars({ build: { tsc, system }, config }: BesideBuild): void {
  if (config.options.noEmit) return;
  for (const source of config.fileNames.filter((name) => !name.endsWith(".d.ts"))) {
    for (const name of tsc.getOutputFileNames(config, source, !system.useCaseSensitiveFileNames)) {
      removeSidecars(system, name);
    }
  }
}

/** Records the inputs of a build. */
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
 * Builds a solution with the TypeScript 7 of the working directory.
 *
 * @returns The exit code of `tsc`; `undefined` when the built-in compiler must build it.
 */
export async function buildSolutionNatively(
  compiler: InstalledCompiler,
  solution: BesideSolution,
  args: readonly string[],
  tell: (text: string) => void,
): Promise<number | undefined> {
  const { buildSolutionBeside } = await import("../../../hosts/build/beside/solution.js");
  const executable = await findExecutable(compiler.folder);
  const changes = findChanges(args, compiler.version);
  const record = recorder(compiler, solution, args, changes !== "all");
  return buildSolutionBeside({ ...solution, tell, changes, record, run: () => runCompiler(executable, args) });
}

/** The part of the command line that a build needs. */
function inputOf(
  executable: NativeCompiler,
  compiler: InstalledCompiler,
  beside: BesideBuild,
  args: readonly string[],
  tell: (text: string) => void,
): BesideInput {
  const { build, config, start, reads, early } = beside;
  return {
    ...{ build, config, tell, early },
    run: (added) => runCompiler(executable, [...args, ...added]),
    record: recorder(compiler, beside, args),
    recalling: createRecalling(args, compiler.version, start, reads),
    hasContracts: () => hasContracts(beside),
  };
}

/**
 * Builds with the project's own TypeScript 7.
 *
 * @param compiler - The project's compiler.
 * @param beside - What to build.
 * @param args - The arguments of `tsc`.
 * @param tell - Shows a message to the user.
 * @returns The exit code of `tsc`; `undefined` when the built-in compiler must build this project.
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
 * Continues a build after the compiler has finished and has emitted other texts than in the last build.
 *
 * @returns The exit code of `tsc`; `undefined` when the project must be built again.
 */
export async function finishNatively(
  compiler: InstalledCompiler,
  beside: BesideBuild,
  args: readonly string[],
  tell: (text: string) => void,
  ended: { readonly held: Parameters<typeof publishHeld>[1]; readonly code: number },
): Promise<number | undefined> {
  const input = inputOf(await findExecutable(compiler.folder), compiler, beside, args, tell);
  const finish = await import("../../../hosts/build/beside/finish.js");
  return finish.publishHeld(input, ended.held, ended.code);
}
