/**
 * Which modules of a build a plugin is asked about.
 *
 * @module
 */
import type { Build } from "./family.js";
import { FOREIGN, SIDECAR, SOURCE } from "./family.js";

/** A filter of ids, as Rollup, Rolldown and Vite have it. */
export interface IdFilter {
  readonly include: RegExp[];
  readonly exclude: RegExp[];
}

const EXCLUDED = [FOREIGN, SIDECAR, /^\0/];

/** All modules that may have to do with contracts. */
export const ALL: IdFilter = { include: [SOURCE], exclude: EXCLUDED };

/** A plugin, as far as it has a say in the text of modules. */
interface OtherPlugin {
  readonly name?: string;
  readonly load?: unknown;
  readonly transform?: unknown;
}

/** What a hook may be limited to. */
interface LimitedHook {
  readonly order?: string | null;
  readonly filter?: { readonly id?: unknown };
}

const isOwn = (name: string | undefined) => name !== undefined && /^importspy(?::|$)/.test(name);

/** The patterns of a filter; `undefined` for another form than that of a few regular expressions. */
function patternsOf(filter: unknown): readonly RegExp[] | undefined {
  const isList = typeof filter === "object" && filter !== null && "include" in filter;
  const patterns = [isList ? filter.include : filter].flat();
  return patterns.every((each) => each instanceof RegExp) ? patterns : undefined;
}

/** Whether a plugin may give some module another text than its file has, before this plugin is asked about it. */
function mayRewrite({ name, load, transform }: OtherPlugin, isBefore: boolean, files: readonly string[]): boolean {
  // Those that are a bundler's own say so, and do nothing in JavaScript.
  if (isOwn(name) || name?.startsWith("builtin:")) return false;
  const isFirst = isBefore && (transform as LimitedHook | undefined)?.order === "pre";
  return [load, isFirst && transform].some((hook) => {
    if (!hook) return false;
    const patterns = patternsOf((hook as LimitedHook).filter?.id);
    return !patterns || files.some((file) => patterns.some((each) => each.test(file)));
  });
}

/** Plugins may stand in lists of lists. */
const flatten = (plugins: unknown): readonly unknown[] =>
  Array.isArray(plugins) ? plugins.flatMap(flatten) : plugins ? [plugins] : [];

/**
 * Finds the modules that a plugin has to be asked about, as far as that is known before a build.
 *
 * @param build - The build.
 * @param given - The plugins of the build.
 * @returns `undefined` when it is to be asked about all of them.
 */
export function findConcern({ guards }: Build, given: unknown): IdFilter | undefined {
  const outlook = guards.outlook();
  if (!outlook) return undefined;
  const plugins = flatten(given) as readonly (OtherPlugin & { readonly then?: unknown })[];
  const own = plugins.findIndex(({ name }) => name === "importspy");
  const isRewritten = plugins.some((each, index) => each.then || mayRewrite(each, index < own, outlook.plain));
  return isRewritten ? undefined : { include: [...outlook.others], exclude: EXCLUDED };
}
