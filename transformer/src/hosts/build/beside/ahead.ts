/**
 * What texts tell of a project before its contracts are known: which outputs may get a guard. When these are held back,
 * the other compiler can run while importspy's reads and types the contracts.
 *
 * @module
 */
import type ts from "typescript";
import { createCommentFinder } from "../../../discover/cache.js";
import { scopeTextOf } from "../../../discover/scope.js";
import { findConcerned, isClosed } from "../../../service/texts/concerned.js";
import type { TextGraph } from "../../../service/texts/graph.js";
import type { Build } from "../reporting.js";
import { createOutputNamer, JAVASCRIPT } from "./outputNames.js";

/** What has to be known of a project. */
export type ProjectFiles = Pick<ts.ParsedCommandLine, "options" | "fileNames" | "projectReferences">;

const isSource = (name: string) => /(?<!\.d)\.[cm]?[jt]sx?$/.test(name) && !name.includes("/node_modules/");

/**
 * The sources of a project, also those that its tsconfig.json does not list.
 *
 * @param others - Those of other projects.
 */
export function sourcesOf(config: ProjectFiles, graph: TextGraph, others: ReadonlySet<string>): ReadonlySet<string> {
  const sources = new Set(config.fileNames.filter(isSource));
  // A Set goes through what is added on the way.
  for (const name of sources) {
    for (const each of graph.loadsOf(name)) if (isSource(each) && !others.has(each)) sources.add(each);
  }
  return sources;
}

/** Whether the other compiler would call names unused that only contracts use. */
export function hasNamesOfContracts(
  { tsc, system }: Build,
  configs: readonly ts.ParsedCommandLine[],
  graph: TextGraph,
): boolean {
  const find = createCommentFinder(tsc, new WeakMap());
  return configs.some(({ options, fileNames }) => {
    const listed = new Set(options.noUnusedLocals ? fileNames : []);
    return graph.tagged.some((name) => {
      const text = listed.has(name) ? system.readFile(name) : undefined;
      if (text === undefined) return false;
      const file = tsc.createSourceFile(name, text, tsc.ScriptTarget.Latest, true);
      return find(file).comments.some((comment) => scopeTextOf(tsc, options, comment) !== "");
    });
  });
}

/** Outputs that may get a guard. */
export interface Ahead {
  readonly graph: TextGraph;
  /** The scripts that the project may emit. */
  readonly scripts: readonly string[];
  /** Those that may get a guard. */
  readonly concerned: readonly string[];
}

/** Whether contracts decide how the other compiler is run. */
export const decideFirst = ({ options, projectReferences }: ProjectFiles): boolean =>
  Boolean(options.noEmitOnError || projectReferences?.length);

/**
 * Finds out which outputs of a project may get a guard, if names that only contracts use do not matter.
 *
 * @param config - The project, by whatever compiler it was read.
 * @returns `undefined` where contracts decide how the other compiler is run, or where texts tell too little.
 */
export function lookAhead(config: ProjectFiles, graph: TextGraph): Ahead | undefined {
  if (decideFirst(config) || !graph.tagged.length) return undefined;
  const namesOf = createOutputNamer(config);
  const sources = [...sourcesOf(config, graph, new Set())];
  // What is being written must not be read.
  if (sources.some((source) => namesOf(source).some((name) => graph.has(name)))) return undefined;
  // A contract on `declare module` concerns all that import the package.
  const declares = graph.tagged.some((name) => /\bdeclare\b/.test(graph.textOf(name)));
  const concerned = isClosed(config, graph) && !declares ? findConcerned(graph, config.fileNames) : sources;
  const scriptsOf = (names: Iterable<string>) =>
    config.options.noEmit ? [] : [...names].flatMap((name) => namesOf(name)).filter((name) => JAVASCRIPT.test(name));
  return { graph, scripts: scriptsOf(sources), concerned: scriptsOf(concerned) };
}
