/**
 * What a build wrote, for its manifest. The files of workers are built apart and then handed to the build of the page,
 * so what is known of files is kept by their names until they are written.
 *
 * @module
 */
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import type { LoadedSidecar } from "../bundler/guards.js";
import { fileOf, parseSidecarId } from "../bundler/ids.js";
import type { GuardedFile } from "../bundler/manifest.js";
import type { Cut } from "./cut.js";
import type { Chunk } from "./output.js";

/** What is known of the files of one run. */
export interface BuildRecord {
  /** A build has made chunks. */
  made(
    chunks: readonly Chunk[],
    sidecars: readonly LoadedSidecar[],
    cut: Cut | undefined,
    isExternal: (id: string) => boolean,
  ): void;
  /** Files were written. */
  written(host: string, folder: string, names: readonly string[]): void;
  /** Another run begins. */
  clear(): void;
}

/** Said again: most builds have nothing to write, and need not load what writes it. */
const MANIFEST_NAME: typeof import("importspy/dist/artifacts.cjs").MANIFEST_NAME = "importspy-manifest.json";

/** External modules that come before the verdict on a module, from whatever root. */
function findExternalsBefore(cut: Cut, isExternal: (id: string) => boolean): (sidecar: string) => readonly string[] {
  const orders = [...cut.orders.values()].map((order) => ({
    places: new Map(order.map((id, index) => [id, index])),
    externals: order.flatMap((id, index) => (isExternal(id) ? [{ id, index }] : [])),
  }));
  return (sidecar) =>
    orders.flatMap(({ places, externals }) => {
      const end = places.get(sidecar) ?? 0;
      return externals.flatMap(({ id, index }) => (index < end ? id : []));
    });
}

/** Makes an empty record. */
export function createRecord(): BuildRecord {
  const known = new Map<string, GuardedFile>();
  const texts = new Map<string, LoadedSidecar>();
  const folders = new Map<string, Map<string, GuardedFile>>();
  return {
    made(chunks, sidecars, cut, isExternal) {
      const ids = chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => parseSidecarId(id)?.further === 0);
      const idByFile = new Map(ids.map((id) => [parseSidecarId(id)!.file, id]));
      for (const each of sidecars) if (idByFile.has(each.file)) texts.set(each.file, each);
      const externalsBefore = cut ? findExternalsBefore(cut, isExternal) : () => [];
      for (const { fileName, moduleIds } of chunks) {
        const modules = moduleIds.flatMap((id) => fileOf(id) ?? []).filter((file) => idByFile.has(file));
        const before = modules.flatMap((file) => externalsBefore(idByFile.get(file)!));
        known.set(fileName, { modules, before });
      }
    },
    written(host, folder, names) {
      if (!texts.size) {
        rmSync(path.join(folder, MANIFEST_NAME), { force: true });
        return;
      }
      const files = folders.get(folder) ?? new Map<string, GuardedFile>();
      for (const name of names) {
        if (/\.[cm]?js$/.test(name)) files.set(name, known.get(name) ?? { modules: [], before: [] });
      }
      folders.set(folder, files);
      const present = new Map([...files].filter(([name]) => existsSync(path.join(folder, name))));
      const { writeManifest } = require("../bundler/manifest.js") as typeof import("../bundler/manifest.js");
      writeManifest(host, folder, present, [...texts.values()]);
    },
    clear() {
      known.clear();
      texts.clear();
      folders.clear();
    },
  };
}
