import path from "node:path";
import { isFifo } from "importspy/dist/files.cjs";
import type ts from "typescript";
import { memoize } from "../analysis/memoize.js";
import type { ContractedModule } from "../analysis/model.js";
import { isSidecarName, SIDECAR_HEADER, sidecarNameOf } from "../artifacts/sidecarNames.js";
import type { TypeScript } from "../compiler/compiler.js";
import { publish, publishReach } from "./declaration.js";

/** The sidecars and contracts of emitted files. */
export interface Emission {
  /** The texts of a file's sidecars, if it has any. */
  sidecarsOf(file: ts.SourceFile): readonly string[];
  /** The contracted modules whose contracts are in a file. */
  contractsOf(file: ts.SourceFile): readonly ContractedModule[];
  /** The hash that a file's declarations publish for referencing projects, if this file publishes it. */
  reachOf(file: ts.SourceFile): string | undefined;
}

const EMITTED_JAVASCRIPT = /(?<!\.d)\.[cm]?jsx?$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;

/**
 * Removes sidecars that an earlier build left beside a file.
 *
 * @param system - The file system.
 * @param emittedName - The emitted file: `x.js`.
 * @param kept - The number of sidecars that this build has written.
 */
export function removeSidecars(system: ts.System, emittedName: string, kept = 0): void {
  if (!EMITTED_JAVASCRIPT.test(emittedName)) return;
  // The numbers of sidecars have no gaps.
  for (let number = kept; ; number++) {
    const sidecarName = sidecarNameOf(emittedName, number);
    if (!system.fileExists(sidecarName) || !system.deleteFile) return;
    if (!system.readFile(sidecarName)?.startsWith(SIDECAR_HEADER)) return;
    system.deleteFile(sidecarName);
  }
}

/**
 * Makes the function that removes stale sidecars in one emit. When all files are emitted, it lists the sidecars of each
 * folder once. For a single file, testing the file names beside it is faster.
 */
export function createSweeper(system: ts.System, emitsAll: boolean): (emittedName: string, kept: number) => void {
  if (!emitsAll) return (emittedName, kept) => removeSidecars(system, emittedName, kept);
  const nameIn = (fileName: string) => {
    const name = path.posix.basename(fileName);
    return system.useCaseSensitiveFileNames ? name : name.toLowerCase();
  };
  const sidecarsIn = memoize((folder: string): ReadonlySet<string> => {
    if (!system.directoryExists(folder)) return new Set();
    const names = system.readDirectory(folder, [".js", ".mjs", ".cjs"], undefined, undefined, 1);
    return new Set(names.filter(isSidecarName).map(nameIn));
  });
  return (emittedName, kept) => {
    const sidecars = sidecarsIn(path.posix.dirname(emittedName));
    if (sidecars.has(nameIn(sidecarNameOf(emittedName, kept)))) removeSidecars(system, emittedName, kept);
  };
}

/** Adds the published lines to declarations, before the URL of their source map. */
export function publishIn(
  typescript: TypeScript,
  contracts: readonly ContractedModule[],
  reach: string | undefined,
  text: string,
  positions: { sourceMapUrlPos?: number | undefined } | undefined,
): string {
  if (!contracts.length && reach === undefined) return text;
  const end = positions?.sourceMapUrlPos ?? text.length;
  const add = (declarations: string, contract: ContractedModule) =>
    declarations + publish(typescript, contract, declarations);
  const published = contracts.reduce(add, text.slice(0, end));
  const declarations = reach === undefined ? published : published + publishReach(reach, published);
  // Incremental builds compute a file's signature from the text before this position.
  if (positions?.sourceMapUrlPos !== undefined) positions.sourceMapUrlPos = declarations.length;
  return declarations + text.slice(end);
}

/**
 * Wraps the callback that receives emitted files, so that `x.importspy.js` is written with `x.js`. Options that stop
 * TypeScript from writing (`noEmit`, `noEmitOnError`, `emitDeclarationOnly`) also stop the sidecars.
 *
 * @param typescript - The compiler; its `sys` removes stale sidecars.
 * @param write - The callback to wrap.
 * @param emission - Sidecars and contracts by file.
 * @param emitsAll - Whether all files are emitted, not a single one.
 */
export function wrapWriteFile(
  typescript: TypeScript,
  write: ts.WriteFileCallback,
  emission: Emission,
  emitsAll: boolean,
): ts.WriteFileCallback {
  const sweep = createSweeper(typescript.sys, emitsAll);
  return (fileName, text, writeByteOrderMark, onError, sourceFiles, data) => {
    const [file] = sourceFiles ?? [];
    const isPublic = file && DECLARATIONS.test(fileName);
    const published = isPublic
      ? publishIn(typescript, emission.contractsOf(file), emission.reachOf(file), text, data)
      : text;
    let failed = false;
    const fail = (message: string) => {
      failed = true;
      onError?.(message);
    };
    write(fileName, published, writeByteOrderMark, fail, sourceFiles, data);
    // The file could not be written. The old file and its old sidecar stay.
    if (failed || !file || !EMITTED_JAVASCRIPT.test(fileName)) return;
    const sidecars = emission.sidecarsOf(file);
    for (const [number, sidecar] of sidecars.entries()) {
      const sidecarName = sidecarNameOf(fileName, number);
      if (isFifo(sidecarName)) onError?.(`${sidecarName} is a FIFO and not a file`);
      else write(sidecarName, sidecar, writeByteOrderMark, onError, sourceFiles);
    }
    sweep(fileName, sidecars.length);
  };
}
