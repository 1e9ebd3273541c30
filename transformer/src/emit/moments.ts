import { isBuiltin } from "node:module";
import type { GuardedImport } from "../link/imports.js";

/** What one import or one call loads: several contracted modules where it goes through files that export them again. */
export type Moment = readonly GuardedImport[];

/** What an emitted file loads of contracted modules, in moments that have numbers: those of calls, then those of imports. */
export interface KeptImports {
  readonly moments: readonly Moment[];
  /** The number of the moment in which an ES module's sidecar itself is evaluated; absent where nothing is loaded then. */
  readonly head?: number;
  /** Those of the sidecars that stand between an ES module's imports. */
  readonly further: readonly number[];
}

/** All that a file may load, before it is known which imports TypeScript keeps. */
export function allMoments(imports: readonly GuardedImport[]): KeptImports {
  const declared = imports.filter(({ call }) => !call);
  const called = imports.filter(({ call }) => call);
  return { moments: [...called.map((each) => [each]), ...(declared.length ? [declared] : [])], further: [] };
}

/** Leaves out what an earlier import of the file has loaded. */
export function firstOfEach(moments: readonly Moment[]): Moment[] {
  const loaded: GuardedImport[] = [];
  return moments.map((moment) => {
    const isLoaded = ({ target, way }: GuardedImport) =>
      loaded.some((each) => each.target === target && each.way.length <= way.length);
    const first = moment.filter((each) => !isLoaded(each));
    loaded.push(...moment);
    return first;
  });
}

/** An import of an ES module: what it loads of contracted modules, and whether it runs any code of the program. */
export interface PlacedImport {
  readonly specifier: string;
  readonly moment: Moment;
}

/** Where the moments of an ES module are: one that no other import comes before is that of the file's sidecar. */
export function placeMoments<Import extends PlacedImport>(
  imports: readonly Import[],
): { readonly head: Import | undefined; readonly further: readonly Import[] } {
  const isFirst = (index: number) => imports.slice(0, index).every(({ specifier }) => isBuiltin(specifier));
  const guarded = [...imports.entries()].filter(([, { moment }]) => moment.length);
  const [head] = guarded.filter(([index]) => isFirst(index));
  return {
    head: head?.[1],
    further: guarded.filter((each) => each !== head).map(([, each]) => each),
  };
}
