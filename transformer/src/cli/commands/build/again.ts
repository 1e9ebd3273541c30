import { findExecutable, runCompiler } from "../../../hosts/build/beside/native.js";
import type { RecalledInput } from "../../../hosts/build/beside/recall.js";
import { buildUnchanged } from "../../../hosts/build/beside/unchanged.js";
import type { InstalledCompiler } from "../../project/compilers.js";

/**
 * Builds without loading TypeScript, when nothing that concerns contracts has changed since the last build with these
 * arguments.
 *
 * @param compiler - The project's compiler.
 * @param args - The arguments of `tsc`.
 * @param tell - Shows a message to the user.
 * @param finish - Continues when the compiler has emitted other texts than before.
 * @returns The exit code of `tsc`; `undefined` when something relevant may have changed.
 */
export async function buildAgain(
  compiler: InstalledCompiler,
  args: readonly string[],
  tell: (text: string) => void,
  finish: RecalledInput["finish"],
): Promise<number | undefined> {
  const run = async () => runCompiler(await findExecutable(compiler.folder), args);
  const code = await buildUnchanged(args, compiler.version, run, tell);
  if (code !== undefined) return code;
  const { buildRecalled } = await import("../../../hosts/build/beside/recall.js");
  return buildRecalled(args, compiler.version, { run, finish, tell });
}
