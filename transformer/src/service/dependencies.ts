import { declaringFilesOf } from "../check/closure.js";
import type { FilePlan } from "../emit/inject.js";
import type { Snapshot } from "./snapshot.js";

/** The files on which a planned file's guard depends. */
export function dependenciesOf({ analysis }: Snapshot, plan: FilePlan): ReadonlySet<string> {
  const modules = [...(plan.contract ? [plan.contract] : []), ...plan.imports.map(({ target }) => target)];
  const files = modules.flatMap((module) => {
    const { alternatives = [], files: declaring = [] } = analysis.contractOf(module);
    const shapes = alternatives.flatMap(
      ({ importer }) => importer?.options.flatMap(({ exports }) => exports?.type ?? []) ?? [],
    );
    return [
      module.comment.file,
      ...declaring,
      ...shapes.flatMap((type) => [...declaringFilesOf(analysis.context, type)]),
    ];
  });
  const chains = analysis.chains.possible(plan.file).flatMap(({ target, way }) => [...way, target.comment.file]);
  const manifest = analysis.manifestOf(plan.file);
  const loaded = analysis.loadsOf(plan.file).types.flatMap((type) => [...declaringFilesOf(analysis.context, type)]);
  const names = [...files, ...loaded, ...chains, ...plan.imports.flatMap(({ way }) => way)].map(
    (file) => file.fileName,
  );
  return new Set([...names, ...(manifest ? [manifest.fileName] : [])]);
}
