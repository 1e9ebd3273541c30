/**
 * Which files esbuild asks about.
 *
 * @module
 */
import type { BundlerGuards } from "../bundler/guards.js";

/** All that may be guarded. */
const SOURCES = /\.[cm]?[jt]sx?$/;

/**
 * Whether esbuild was asked for a single build, and not for a context, which builds again whatever comes to be: it takes
 * the filters of plugins once, and tells plugins by nothing else which it is than by its own function that waits for them.
 *
 * @param stack - Where a plugin is set up.
 */
export function isOfOneBuild(stack: string | undefined): boolean {
  const [, esbuild] = /^ *at handlePlugins \((.*?)(?::\d+)*\)$/m.exec(stack ?? "") ?? [];
  const isCalled = (name: string) => esbuild !== undefined && stack!.includes(`at Object.${name} (${esbuild}:`);
  return isCalled("build") && !isCalled("context");
}

/**
 * The filter of the files that a plugin has to be asked about: a call for each file costs more than esbuild itself.
 *
 * @param guards - What is known of the project.
 * @param isOnce - Whether there is one build.
 * @param changesOthers - Whether files are changed that have nothing to do with contracts, as soon as there are some.
 */
export function filterOf(guards: BundlerGuards, isOnce: boolean, changesOthers: boolean): RegExp {
  const outlook = isOnce && (!changesOthers || guards.isClean()) ? guards.outlook() : undefined;
  if (!outlook) return SOURCES;
  return new RegExp(outlook.others.map(({ source }) => `(?:${source})`).join("|"));
}
