import type ts from "typescript";
import { SIDECAR_HEADER, sidecarNameOf } from "../generate/sidecar.js";

/** The file system as far as stale sidecars need it. */
export type SidecarSystem = Pick<ts.System, "fileExists" | "readFile"> & Partial<Pick<ts.System, "deleteFile">>;

const EMITTED_JAVASCRIPT = /(?<!\.d)\.[cm]?jsx?$/;

/** Removes the sidecar that an earlier build left beside a file which needs none any more. */
function removeStale(system: SidecarSystem, sidecarName: string): void {
  if (!system.fileExists(sidecarName)) return;
  if (system.readFile(sidecarName)?.startsWith(SIDECAR_HEADER)) system.deleteFile?.(sidecarName);
}

/**
 * Wraps the callback that receives emitted files, so that the sidecar of `x.js` is written when `x.js` is. Whatever
 * keeps TypeScript from emitting (`noEmit`, `noEmitOnError`, `emitDeclarationOnly`) so keeps sidecars from being written.
 *
 * @param write - The callback to wrap.
 * @param system - Where stale sidecars are removed.
 * @param sidecarOf - The text of a file's sidecar, if it has one.
 */
export function wrapWriteFile(
  write: ts.WriteFileCallback,
  system: SidecarSystem,
  sidecarOf: (file: ts.SourceFile) => string | undefined,
): ts.WriteFileCallback {
  return (fileName, text, writeByteOrderMark, onError, sourceFiles, data) => {
    write(fileName, text, writeByteOrderMark, onError, sourceFiles, data);
    const [file] = sourceFiles ?? [];
    if (!file || !EMITTED_JAVASCRIPT.test(fileName)) return;
    const sidecar = sidecarOf(file);
    const sidecarName = sidecarNameOf(fileName);
    if (sidecar === undefined) removeStale(system, sidecarName);
    else write(sidecarName, sidecar, writeByteOrderMark, onError, sourceFiles);
  };
}
