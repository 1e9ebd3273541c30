/**
 * Builds projects without contracts. The cost is one read of their texts; TypeScript's JavaScript API is not loaded.
 *
 * @module
 */
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { isSidecarName } from "../../../artifacts/sidecarNames.js";
import { isKeptName } from "../../../hosts/build/beside/kept.js";
import { findExecutable, runCompiler } from "../../../hosts/build/beside/native.js";
import { isPendingName } from "../../../hosts/build/beside/pending.js";
import { createTextScan, type TextScan } from "../../../service/texts/scan.js";
import type { InstalledCompiler } from "../../project/compilers.js";
import { findConfig } from "./findConfig.js";

const isLeft = (name: string) => isSidecarName(name) || isPendingName(name) || isKeptName(name);

/** Whether an earlier build with contracts left files in the output folders or beside a tsconfig.json. */
function leavesSidecars(scan: TextScan, args: readonly string[]): boolean {
  const isIn = (folder: string): boolean =>
    Boolean(statSync(folder, { throwIfNoEntry: false })) &&
    readdirSync(folder, { withFileTypes: true }).some((entry) =>
      entry.isDirectory() ? entry.name !== "node_modules" && isIn(path.join(folder, entry.name)) : isLeft(entry.name),
    );
  const given = args.flatMap((arg, index) => (/^--?outdir$/i.test(arg) ? path.resolve(args[index + 1] ?? "") : []));
  const configs = scan.configs();
  const folders = new Set(configs.map(({ fileName }) => path.dirname(fileName)));
  return (
    scan.hasSidecars() ||
    [...folders].some((folder) => readdirSync(folder).some(isLeft)) ||
    [...given, ...configs.flatMap(({ outputs }) => outputs)].some(isIn)
  );
}

/**
 * Builds a project on TypeScript 7 that has nothing to guard.
 *
 * @param compiler - The project's compiler.
 * @param args - The arguments of `tsc`.
 * @returns The exit code of `tsc`; `undefined` when there may be something to guard or to remove.
 */
export async function buildUncontracted(
  compiler: InstalledCompiler,
  args: readonly string[],
): Promise<number | undefined> {
  const tsconfig = findConfig(args);
  if (tsconfig === undefined) return undefined;
  const scan = createTextScan(tsconfig.replaceAll("\\", "/"));
  if (!scan.isClean() || leavesSidecars(scan, args)) return undefined;
  return runCompiler(await findExecutable(compiler.folder), args);
}
