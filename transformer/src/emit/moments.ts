import { isBuiltin } from "node:module";
import type { GuardedImport } from "../link/imports.js";

/** The contracted modules that one import or call loads. There are several when it leads through re-exports. */
export type Moment = readonly GuardedImport[];

/**
 * The contracted modules that an emitted file loads, in numbered moments: first those of calls, then those of imports.
 */
export interface KeptImports {
  readonly moments: readonly Moment[];
  /** The moment at which an ES module's sidecar itself is evaluated; absent when it loads nothing then. */
  readonly head?: number;
  /** The moments of further sidecars, which stand between an ES module's imports. */
  readonly further: readonly number[];
}

/** All that a file may load, before it is known which imports TypeScript keeps. */
export function allMoments(imports: readonly GuardedImport[]): KeptImports {
  const declared = imports.filter(({ call }) => !call);
  const called = imports.filter(({ call }) => call);
  return { moments: [...called.map((each) => [each]), ...(declared.length ? [declared] : [])], further: [] };
}

/** Removes contracted modules that an earlier import of the file has already loaded. */
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

/** An import of an ES module, with the contracted modules that it loads. */
export interface PlacedImport {
  readonly specifier: string;
  readonly moment: Moment;
}

/**
 * Places the moments of an ES module. The first guarded import needs no further sidecar if only built-in modules come
 * before it: the file's sidecar is its moment.
 */
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
