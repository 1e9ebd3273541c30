/**
 * What a build wrote, for its manifest, and for a build that bundles these files again. The files of workers are built
 * apart and then handed to the build of the page, so what is known of files is kept by their names until they are
 * written.
 *
 * @module
 */
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import type { LoadedSidecar } from "../bundler/guards.js";
import { fileOf, parseSidecarId, toPath } from "../bundler/ids.js";
import type { GuardedFile } from "../bundler/manifest.js";
import type { Cut } from "./cut.js";
import type { ModuleGraph } from "./order.js";
import type { Chunk } from "./output.js";

/** What is known of a file that a build made. */
interface MadeFile extends GuardedFile {
  /** Whether a verdict is in it. */
  readonly judges: boolean;
}

/** What is known of the files of one run. */
export interface BuildRecord {
  /** A build has made chunks. */
  made(
    chunks: readonly Chunk[],
    sidecars: readonly LoadedSidecar[],
    build: CutBuild | undefined,
    judges: (id: string) => boolean,
  ): void;
  /** What is known of a file that an earlier build of this run wrote: Nitro bundles the output of Vite again. */
  earlier(file: string): MadeFile | undefined;
  /** Files were written. */
  written(host: string, folder: string, names: readonly string[]): void;
  /** Another run begins. */
  clear(): void;
}

/** Said again: most builds have nothing to write, and need not load what writes it. */
const MANIFEST_NAME: typeof import("importspy/dist/artifacts.cjs").MANIFEST_NAME = "importspy-manifest.json";

/** A build in which a contract is enforced. */
export interface CutBuild {
  readonly cut: Cut;
  readonly graph: ModuleGraph;
}

/** The roots that load a root by `import()`, when they run. */
function findLoaders({ cut: { orders }, graph }: CutBuild): ReadonlyMap<string, readonly string[]> {
  const loaders = new Map<string, string[]>([...orders.keys()].map((root) => [root, []]));
  for (const [root, order] of orders) {
    for (const later of order.flatMap(graph.importsLater)) loaders.get(later)?.push(root);
  }
  return loaders;
}

/** The external modules that come before the verdicts of each root, those of what has loaded the root among them. */
function findExternalsBefore(build: CutBuild): ReadonlyMap<string, readonly string[]> {
  const { orders, isTurn } = build.cut;
  const { isExternal } = build.graph;
  const loaders = findLoaders(build);
  const externals = new Map([...orders].map(([root, order]) => [root, order.filter(isExternal)]));
  const before = [...orders].map(([root, order]): [string, readonly string[]] => {
    // A Set goes through what is added on the way.
    const earlier = new Set(loaders.get(root));
    for (const each of earlier) for (const loader of loaders.get(each)!) earlier.add(loader);
    const last = order.lastIndexOf(order.filter(isTurn).at(-1) ?? "");
    const own = order.slice(0, Math.max(last, 0)).filter(isExternal);
    return [root, [...own, ...[...earlier].flatMap((each) => externals.get(each)!)]];
  });
  return new Map(before);
}

/** Makes an empty record. */
export function createRecord(): BuildRecord {
  const known = new Map<string, MadeFile>();
  const earlier = new Map<string, MadeFile>();
  const texts = new Map<string, LoadedSidecar>();
  const folders = new Map<string, Map<string, GuardedFile>>();
  return {
    made(chunks, sidecars, build, judges) {
      const ids = chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => parseSidecarId(id)?.further === 0);
      const idByFile = new Map(ids.map((id) => [parseSidecarId(id)!.file, id]));
      for (const each of sidecars) if (idByFile.has(each.file)) texts.set(each.file, each);
      const externalsBefore = build ? findExternalsBefore(build) : undefined;
      for (const { fileName, moduleIds, facadeModuleId } of chunks) {
        const own = moduleIds.flatMap((id) => fileOf(id) ?? []).filter((file) => idByFile.has(file));
        const modules = [...own, ...moduleIds.flatMap((id) => earlier.get(id)?.modules ?? [])];
        // A root whose module is in a shared chunk has one that hands it on.
        const before = [...moduleIds, facadeModuleId ?? ""].flatMap((id) => externalsBefore?.get(id) ?? []);
        known.set(fileName, { modules, before, judges: moduleIds.some(judges) });
      }
    },
    earlier: (file) => earlier.get(file),
    written(host, folder, names) {
      if (!texts.size) {
        rmSync(path.join(folder, MANIFEST_NAME), { force: true });
        return;
      }
      const files = folders.get(folder) ?? new Map<string, GuardedFile>();
      for (const name of names) {
        if (!/\.[cm]?js$/.test(name)) continue;
        const made = known.get(name);
        files.set(name, made ?? { modules: [], before: [] });
        if (made) earlier.set(toPath(path.join(folder, name)), made);
      }
      folders.set(folder, files);
      const present = new Map([...files].filter(([name]) => existsSync(path.join(folder, name))));
      const { writeManifest } = require("../bundler/manifest.js") as typeof import("../bundler/manifest.js");
      writeManifest(host, folder, present, [...texts.values()]);
    },
    clear() {
      known.clear();
      earlier.clear();
      texts.clear();
      folders.clear();
    },
  };
}
