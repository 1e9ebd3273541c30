import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createManifest, MANIFEST_NAME, readSidecar } from "importspy/dist/artifacts.cjs";
import { version } from "../../artifacts/version.js";
import type { LoadedSidecar } from "./guards.js";
import { toPath } from "./ids.js";

/** A file of an output, and what is guarded in it. */
export interface GuardedFile {
  /** The contracted modules that are in it, by their paths. */
  readonly modules: readonly string[];
  /** External modules that the sources load before the verdicts on these. */
  readonly before: readonly string[];
}

/**
 * Writes the manifest of an output folder, last of all: it has hashes of the files as they were written.
 *
 * @param host - The bundler.
 * @param folder - The output folder.
 * @param files - All JavaScript in it that this build wrote, by its path from there.
 * @param sidecars - The sidecars that went into it.
 * @public It is loaded when it is needed.
 */
export function writeManifest(
  host: string,
  folder: string,
  files: ReadonlyMap<string, GuardedFile>,
  sidecars: readonly LoadedSidecar[],
): void {
  const keys = new Map(
    sidecars.flatMap(({ file, text }) => {
      const key = readSidecar(text, version).contract?.data.key;
      return key === undefined ? [] : [[file, key] as const];
    }),
  );
  const outputs = [...files].map(([name, { modules, before }]) => ({
    name: toPath(name),
    code: readFileSync(path.join(folder, name), "utf8"),
    contracts: modules.flatMap((module) => keys.get(module) ?? []),
    before,
  }));
  const texts = sidecars.map(({ text }) => text);
  writeFileSync(path.join(folder, MANIFEST_NAME), createManifest(host, version, texts, outputs));
}
