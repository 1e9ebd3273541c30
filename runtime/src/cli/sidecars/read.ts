import { readSidecar, type Sidecar, UnreadableSidecar } from "../../artifacts.js";
import { readText, UnreadableFile } from "../../files.js";
import { readVersion } from "../version.js";

/** The maximum size of a sidecar. No hand-written contract comes near it. */
const MOST_BYTES = 16 * 2 ** 20;

function textOf(file: string): string {
  try {
    return readText(file, MOST_BYTES);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UnreadableSidecar(`it cannot be read: ${error.reason}`);
  }
}

/** Reads a sidecar. Throws {@link UnreadableSidecar} when it cannot be used. */
export type SidecarReader = (file: string) => Sidecar;

/** Creates a reader for sidecars of this version of importspy. */
export function createSidecarReader(): SidecarReader {
  const version = readVersion();
  return (file) => {
    const sidecar = readSidecar(textOf(file), version);
    if (sidecar.broken === undefined) return sidecar;
    throw new UnreadableSidecar("its contract has errors, so the module will not load; fix them and build again");
  };
}
