import type { ModuleInfo } from "rollup";
import { memoize } from "../../analysis/memoize.js";
import { parseSidecarId } from "../bundler/ids.js";
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

const withoutSidecarQuery = (id: string) => id.replace(/[?&]importspy(?:=\d+)?(?=&|$)/, "");

/**
 * Reads the module graph of a build.
 *
 * @param modules - The bundler's modules, when all are read.
 */
export function readGraph(modules: Modules): ModuleGraph {
  const infos = [...modules.getModuleIds()].map((id) => modules.getModuleInfo(id)).filter((info) => info !== null);
  const dynamic = new Set(infos.flatMap((info) => info.dynamicallyImportedIds));
  // Rolldown puts a description together each time that it is asked.
  const isExternal = memoize((id: string): boolean => {
    const info = modules.getModuleInfo(id);
    // Rolldown has no text of what it does not read.
    return !info || (info.isExternal ?? info.code === null);
  });
  const roots = infos.filter((info) => info.isEntry || dynamic.has(info.id)).map(({ id }) => id);
  const isOwn = (id: string) => (imported: string) =>
    parseSidecarId(imported)?.further === 0 && withoutSidecarQuery(imported) === id.replace(/[?#].*$/s, "");
  const isLate = memoize((id: string): boolean => modules.getModuleInfo(id)?.inputFormat === "cjs");
  return {
    roots: roots.filter((id) => !isExternal(id)).sort(),
    importsOf(id) {
      const imports = modules.getModuleInfo(id)?.importedIds ?? [];
      const own = imports.find(isOwn(id));
      return own === undefined ? imports : [own, ...imports];
    },
    isExternal,
    isLate,
    isImportedByEsm: (id) => (modules.getModuleInfo(id)?.importers ?? []).some((each) => !isLate(each)),
    isInOrder: (id) => (modules.getModuleInfo(id)?.importedIds ?? []).findIndex(isOwn(id)) <= 0,
  };
}
