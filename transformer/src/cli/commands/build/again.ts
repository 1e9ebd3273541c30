import { findExecutable, runCompiler } from "../../../hosts/build/beside/native.js";
import { buildRecalled, type RecalledInput } from "../../../hosts/build/beside/recall.js";
import { buildUnchanged } from "../../../hosts/build/beside/unchanged.js";
import type { InstalledCompiler } from "../../project/compilers.js";

/**
 * Builds where nothing seems to have changed since the last build by these arguments, or nothing that has to do with
 * contracts; no TypeScript is loaded for it.
 *
 * @param compiler - The project's compiler.
 * @param args - The arguments of `tsc`.
 * @param tell - Says something to the user.
 * @param finish - Goes on when the compiler has emitted other texts than before.
 * @returns The exit status of `tsc`; `undefined` where something may have changed.
 */
export async function buildAgain(
  compiler: InstalledCompiler,
  args: readonly string[],
  tell: (text: string) => void,
  finish: RecalledInput["finish"],
): Promise<number | undefined> {
  const run = async () => runCompiler(await findExecutable(compiler.folder), args);
  return (
    (await buildUnchanged(args, compiler.version, run, tell)) ??
    (await buildRecalled(args, compiler.version, { run, finish, tell }))
  );
}
