import type { ModuleInfo } from "rollup";
import { memoize } from "../../analysis/memoize.js";
import { parseSidecarId, toPath, withoutQuery } from "../bundler/ids.js";
import type { ModuleGraph } from "./order.js";

/** What Rolldown says of a module beside what Rollup does. */
interface RolldownModuleInfo {
  readonly inputFormat?: "es" | "cjs" | "unknown";
}

/** What plugins can ask a bundler for. */
export interface Modules {
  getModuleIds(): IterableIterator<string>;
  getModuleInfo(id: string): (ModuleInfo & RolldownModuleInfo) | null;
}

/** Whether a sidecar is that of a file. */
function isSidecarOf(sidecar: string, id: string): boolean {
  const named = parseSidecarId(sidecar);
  return named?.further === 0 && named.file === toPath(withoutQuery(id));
}

/**
 * What a module loads on its own by `import()`. A sidecar of an importer that is listed tells how to load its file, and
 * is asked only when that has started.
 */
const loadedOnTheirOwn = ({ id, dynamicallyImportedIds }: ModuleInfo): readonly string[] =>
  dynamicallyImportedIds.filter((each) => !isSidecarOf(id, each));

/**
 * Reads the module graph of a build.
 *
 * @param modules - The bundler's modules, when all are read.
 */
export function readGraph(modules: Modules): ModuleGraph {
  // Rolldown puts a description together each time that it is asked.
  const infoOf = memoize((id: string) => modules.getModuleInfo(id));
  const infos = [...modules.getModuleIds()].map(infoOf).filter((info) => info !== null);
  const dynamic = new Set(infos.flatMap(loadedOnTheirOwn));
  const isExternal = memoize((id: string): boolean => {
    const info = infoOf(id);
    if (!info) return true;
    // Rolldown has no text of what it does not read; what imports something was read.
    return info.isExternal ?? (!info.importedIds.length && info.code === null);
  });
  const roots = infos.filter((info) => info.isEntry || dynamic.has(info.id)).map(({ id }) => id);
  const isOwn = (id: string) => (imported: string) => isSidecarOf(imported, id);
  const ownAmong = memoize((id: string): number => {
    const imports = infoOf(id)?.importedIds ?? [];
    return imports.some((each) => each.includes("importspy")) ? imports.findIndex(isOwn(id)) : -1;
  });
  const isLate = memoize((id: string): boolean => infoOf(id)?.inputFormat === "cjs");
  return {
    roots: roots.filter((id) => !isExternal(id)).sort(),
    isEntry: (id) => infoOf(id)?.isEntry ?? false,
    importsOf: memoize((id: string): readonly string[] => {
      const imports = infoOf(id)?.importedIds ?? [];
      const own = imports[ownAmong(id)];
      return own === undefined ? imports : [own, ...imports];
    }),
    importsLater: memoize((id: string): readonly string[] => {
      const info = infoOf(id);
      return info ? loadedOnTheirOwn(info) : [];
    }),
    isExternal,
    isLate,
    isImportedByEsm: (id) => (infoOf(id)?.importers ?? []).some((each) => !isLate(each)),
    isInOrder: (id) => ownAmong(id) <= 0,
  };
}
