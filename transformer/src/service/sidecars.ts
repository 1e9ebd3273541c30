/**
 * The sidecars of a guarded text, and what they are named after.
 *
 * @module
 */
import path from "node:path";
import type { ModuleFormat } from "../artifacts/sidecarNames.js";
import type { FilePlan } from "../emit/inject.js";
import type { KeptImports } from "../emit/moments.js";
import { createContent } from "../emit/plan.js";
import { createFurtherSidecar, createSidecar } from "../generate/sidecar.js";
import type { Snapshot } from "./snapshot.js";

/** The data of a guarded text from which its sidecars are made. */
export interface Guarded {
  /** The specifier of the file in its sidecars. */
  readonly own: string;
  readonly kept: KeptImports;
  readonly format: ModuleFormat;
  readonly sidecar: string;
}

export const SCRIPT = /\.[cm]?[jt]sx?$/;

/** The file name from which sidecar names are made: `x.ts` → `x.js`, `App.vue` → `App.vue.js`. */
export function emittedNameOf(fileName: string): string {
  const base = path.posix.basename(fileName);
  return SCRIPT.test(base) ? base.replace(/\.([cm]?)[jt]sx?$/, ".$1js") : `${base}.js`;
}

/** The texts of a file's sidecars. */
export function sidecarsOf(
  { analysis, contracts }: Snapshot,
  plan: FilePlan,
  { kept, format, sidecar, own }: Guarded,
): string[] {
  return [
    createSidecar(createContent(analysis, contracts, plan.file, kept), format, own),
    ...kept.further.map((moment) => createFurtherSidecar(sidecar, moment)),
  ];
}
