import { findExecutable } from "../../../hosts/build/beside/native.js";
import type { BesideBuild } from "../../../hosts/build/beside/read.js";
import { createStaging, type OutputFolders, outputFoldersOf } from "../../../hosts/build/beside/staging.js";
import { watchBeside } from "../../../hosts/build/beside/watch.js";
import { createWatchedOutputs, type WatchedProject } from "../../../hosts/build/beside/watched.js";
import { isPretty } from "../../../hosts/build/reporting.js";
import { findInstalled } from "../../../hosts/guards/store.js";
import { readTextGraph } from "../../../service/texts/graph.js";
import type { InstalledCompiler } from "../../project/compilers.js";

/** Options that print names of other files, or that change the lines that tell what the compiler is doing. */
const OTHER = ["listEmittedFiles", "locale", "diagnostics", "extendedDiagnostics", "generateTrace", "composite"];

/** Where a project emits to; `undefined` where it cannot emit elsewhere. */
function foldersOf({ config }: BesideBuild): OutputFolders | undefined {
  if (OTHER.some((name) => config.options[name])) return undefined;
  const graph = readTextGraph(String(config.options.configFilePath));
  return graph && outputFoldersOf(config, graph);
}

const isSame = (a: OutputFolders | undefined, b: OutputFolders) =>
  a !== undefined && a.outDir === b.outDir && a.declarationDir === b.declarationDir;

/** Clears a terminal before a round, as `tsc` does. */
function clearScreen({ build: { system }, config: { options } }: BesideBuild): void {
  const keeps = options.preserveWatchOutput || options.diagnostics || options.extendedDiagnostics;
  if (!keeps && system.writeOutputIsTTY?.()) system.clearScreen?.();
}

/**
 * Builds again on every change, by the project's own TypeScript 7.
 *
 * @param compiler - The project's compiler.
 * @param open - Reads the project as it is now.
 * @param args - The arguments of `tsc`.
 * @param tell - Says something to the user.
 * @returns The exit status; `undefined` when it has to be built by the built-in compiler.
 */
export async function watchNatively(
  compiler: InstalledCompiler,
  open: () => BesideBuild | undefined,
  args: readonly string[],
  tell: (text: string) => void,
): Promise<number | undefined> {
  const first = open();
  const folders = first && foldersOf(first);
  const installed = findInstalled(process.cwd());
  if (!folders || installed === undefined) return undefined;
  const staging = createStaging(installed, folders);
  const openProject = (): WatchedProject | "broken" | "other" => {
    const beside = open();
    if (!beside) return "broken";
    const { build, config, start, reads } = beside;
    return isSame(foldersOf(beside), folders) ? { build, config, start, reads, tell } : "other";
  };
  const pretty = isPretty(first.build, first.config.options) ? ["--pretty"] : [];
  try {
    return await watchBeside({
      compiler: await findExecutable(compiler.folder),
      args: [...args, ...staging.args, "--listEmittedFiles", "--preserveWatchOutput", ...pretty],
      outputs: createWatchedOutputs(staging, openProject),
      write: (text) => first.build.system.write(text),
      begin: () => clearScreen(first),
    });
  } finally {
    staging.remove();
  }
}
