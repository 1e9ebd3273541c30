import path from "node:path";
import { isFifo } from "importspy/dist/files.cjs";
import type ts from "typescript";
import type { TypeScript } from "../compiler.js";
import { isSidecarName, SIDECAR_HEADER, sidecarNameOf } from "../generate/sidecar.js";
import { memoize } from "../memoize.js";
import type { ContractedModule } from "../model.js";
import { publish } from "./declaration.js";

/** What importspy has to say about an emitted file. */
export interface Emission {
  /** The text of a file's sidecar, if it has one. */
  sidecarOf(file: ts.SourceFile): string | undefined;
  /** The contracted modules whose contracts stand in a file. */
  contractsOf(file: ts.SourceFile): readonly ContractedModule[];
}

const EMITTED_JAVASCRIPT = /(?<!\.d)\.[cm]?jsx?$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;

/**
 * Removes the sidecar that an earlier build left beside a file, if there is one.
 *
 * @param system - Where.
 * @param emittedName - The emitted file: `x.js`.
 */
export function removeSidecar(system: ts.System, emittedName: string): void {
  if (!EMITTED_JAVASCRIPT.test(emittedName)) return;
  const sidecarName = sidecarNameOf(emittedName);
  if (!system.fileExists(sidecarName)) return;
  if (system.readFile(sidecarName)?.startsWith(SIDECAR_HEADER)) system.deleteFile?.(sidecarName);
}

/**
 * Removes the stale sidecars of one emit. Of all files it lists the sidecars of each folder once; for a single file a
 * look beside it costs less.
 */
function createSweeper(system: ts.System, emitsAll: boolean): (emittedName: string) => void {
  if (!emitsAll) return (emittedName) => removeSidecar(system, emittedName);
  const nameIn = (fileName: string) => {
    const name = path.posix.basename(fileName);
    return system.useCaseSensitiveFileNames ? name : name.toLowerCase();
  };
  const sidecarsIn = memoize((folder: string): ReadonlySet<string> => {
    if (!system.directoryExists(folder)) return new Set();
    const names = system.readDirectory(folder, [".js", ".mjs", ".cjs"], undefined, undefined, 1);
    return new Set(names.filter(isSidecarName).map(nameIn));
  });
  return (emittedName) => {
    const sidecars = sidecarsIn(path.posix.dirname(emittedName));
    if (sidecars.has(nameIn(sidecarNameOf(emittedName)))) removeSidecar(system, emittedName);
  };
}

/** Publishes contracts in declarations, before the URL of their source map. */
function addContracts(
  typescript: TypeScript,
  modules: readonly ContractedModule[],
  text: string,
  positions: { sourceMapUrlPos?: number | undefined } | undefined,
): string {
  const end = positions?.sourceMapUrlPos ?? text.length;
  const add = (declarations: string, module: ContractedModule) =>
    declarations + publish(typescript, module, declarations);
  const declarations = modules.reduce(add, text.slice(0, end));
  // Incremental builds take a file's signature from the text before this position.
  if (positions?.sourceMapUrlPos !== undefined) positions.sourceMapUrlPos = declarations.length;
  return declarations + text.slice(end);
}

/**
 * Wraps the callback that receives emitted files, so that the sidecar of `x.js` is written when `x.js` is. Whatever
 * keeps TypeScript from emitting (`noEmit`, `noEmitOnError`, `emitDeclarationOnly`) so keeps sidecars from being written.
 *
 * @param typescript - The compiler; its `sys` is where stale sidecars are removed.
 * @param write - The callback to wrap.
 * @param emission - Sidecars and contracts by file.
 * @param emitsAll - Whether all files are emitted, and not a single one.
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
    const contracts = file && DECLARATIONS.test(fileName) ? emission.contractsOf(file) : [];
    const published = contracts.length ? addContracts(typescript, contracts, text, data) : text;
    let failed = false;
    const fail = (message: string) => {
      failed = true;
      onError?.(message);
    };
    write(fileName, published, writeByteOrderMark, fail, sourceFiles, data);
    // What could not be written stays as it was, and so does its sidecar.
    if (failed || !file || !EMITTED_JAVASCRIPT.test(fileName)) return;
    const sidecar = emission.sidecarOf(file);
    const sidecarName = sidecarNameOf(fileName);
    if (sidecar === undefined) sweep(fileName);
    else if (isFifo(sidecarName)) onError?.(`${sidecarName} is a FIFO and not a file`);
    else write(sidecarName, sidecar, writeByteOrderMark, onError, sourceFiles);
  };
}
