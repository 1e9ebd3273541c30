import { findExecutable, runCompiler } from "../../../hosts/build/beside/native.js";
import { buildUnchanged } from "../../../hosts/build/beside/unchanged.js";
import type { InstalledCompiler } from "../../project/compilers.js";

/**
 * Builds where nothing seems to have changed since the last build by these arguments; no TypeScript is loaded for it.
 *
 * @returns The exit status of `tsc`; `undefined` where something may have changed.
 */
export async function buildAgain(
  compiler: InstalledCompiler,
  args: readonly string[],
  tell: (text: string) => void,
): Promise<number | undefined> {
  const run = async () => runCompiler(await findExecutable(compiler.folder), args);
  return buildUnchanged(args, compiler.version, run, tell);
}
