/**
 * The loader of Next, for Turbopack and webpack: adds guards to sources before Next compiles them. For
 * `x.ts?importspy`, it returns the sidecar.
 *
 * Turbopack runs it in separate, short-lived processes. They share their results through the cache on disk.
 *
 * @module
 */
import path from "node:path";
import { REGISTRY } from "importspy/dist/artifacts.cjs";
import { memoize } from "../../analysis/memoize.js";
import { errorOf } from "../bundler/errors.js";
import { toPath } from "../bundler/ids.js";
import { type InlinedVariables, readInlined } from "../bundler/inlined.js";
import { withoutPlace } from "../bundler/placed.js";
import { problemInTarget, targetOf } from "../bundler/targets.js";
import type { TextRules } from "../guards/finder.js";
import { isInstalled, openGuards } from "../guards/guards.js";
import { composeMap, type RawMap } from "../guards/maps.js";
import { sidecarNameOf, sidecarNumberOf } from "../guards/names.js";
import { createProjectFinder } from "../guards/projects.js";
import { type LoaderOptions, PUBLIC } from "./options.js";
import { leaveSidecar } from "./record.js";
import { createThrowing } from "./throwing.js";

/** The context of a loader. */
interface LoaderContext {
  readonly resourcePath: string;
  readonly resourceQuery: string;
  /** The folder of the application. */
  readonly rootContext: string;
  getOptions(): LoaderOptions;
  addDependency(file: string): void;
  /** Reports an error and continues. */
  emitError(error: Error): void;
  callback(error: Error | null, code?: string, map?: RawMap): void;
}

/** Shown instead of an import chain, because Next prints its own import trace. */
const WAY = ["the modules of the import trace"];

/** Every name that a sidecar may export. */
const SIDECAR_EXPORTS = "export { $importspy, $env, $importers, $load, $shaped };";

const findProject = createProjectFinder();

/** How files are handed over to guards. */
const rulesFor = (fileName: string): TextRules => ({
  language: /\.[cm]?tsx?$/.test(fileName) ? "typescript" : "javascript",
  format: "esm",
  sidecar: sidecarNameOf(fileName),
});

/** The first process guards all files, so that the others need not load TypeScript. */
const open = memoize((tsconfig: string) => openGuards(tsconfig, { foresee: rulesFor }));

/** The variables that Next inlines. */
function variablesOf({ inlined }: LoaderOptions): InlinedVariables {
  const isPutIn = (name: string) => name === "NODE_ENV" || (inlined ? inlined.includes(name) : name.startsWith(PUBLIC));
  return {
    expressionOf: (name) => (isPutIn(name) ? `process.env.${name}` : undefined),
    isPutIn,
    where: `that are set when it is built and start with '${PUBLIC}', or that 'env' in next.config names`,
  };
}

/** A sidecar with the inlined variables. Next also inlines them in server code. */
function placeVariables(root: string, options: LoaderOptions, file: string, text: string): string {
  const variables = variablesOf(options);
  const target = options.runtime && targetOf({ target: options.runtime }, undefined);
  const problem = target && problemInTarget({ file, text }, target, variables, () => WAY);
  if (problem) throw errorOf(toPath(root), [problem]);
  return withoutPlace(readInlined(text, variables));
}

/**
 * A watching server evaluates changed modules and their importers again in the same process. A state is written into
 * every sidecar, so that a changed contract changes all of them, because importers judge through their own sidecars.
 * The first sidecar with a new state makes the runtime forget all contracts. Otherwise the old ones would refuse
 * importers before the module is loaded again.
 */
function withState(text: string, state: string): string {
  const forget = [
    `const known = globalThis[Symbol.for(${JSON.stringify(REGISTRY.description)})];`,
    `if (known && known.state !== ${JSON.stringify(state)}) {`,
    `  for (const key in known.contracts) delete known.contracts[key];`,
    `  known.state = ${JSON.stringify(state)};`,
    "}",
  ].join("\n");
  const [head] = /^(?:\/\/.*\n|import .*\n)*/.exec(text) ?? [""];
  return `${head}${forget}\n${text.slice(head.length)}`;
}

/** Next's own templates are not foreign to Turbopack, but they are installed. */
function guardsOf(fileName: string, code: string, root: string, { tsconfig: named }: LoaderOptions) {
  if (isInstalled(fileName)) return undefined;
  const tsconfig = named === undefined ? findProject(fileName, code) : path.resolve(root, named);
  return tsconfig === undefined ? undefined : open(tsconfig);
}

function guardSource(loader: LoaderContext, options: LoaderOptions, code: string, map?: RawMap): void {
  const { resourcePath, resourceQuery, rootContext: root } = loader;
  const guards = guardsOf(resourcePath, code, root, options);
  if (options.isWatching) guards?.refresh(resourcePath);
  for (const file of guards?.watched() ?? []) if (file !== resourcePath) loader.addDependency(file);
  const found = guards?.guard(resourcePath, code, rulesFor(resourcePath));
  const number = sidecarNumberOf(resourceQuery);
  if (number !== undefined) {
    const text = found?.sidecars[number];
    if (text === undefined) throw new Error(`${path.basename(resourcePath)} has no guard any more; build again`);
    const placed = number ? text : placeVariables(root, options, toPath(resourcePath), text);
    if (options.output !== undefined && !number)
      leaveSidecar(path.resolve(root, options.output), path.relative(root, resourcePath), text);
    loader.callback(null, options.isWatching ? withState(placed, guards!.state()) : placed);
    return;
  }
  if (found) loader.callback(null, found.code, composeMap(found, map, { name: resourcePath, text: code }));
  else loader.callback(null, code, map);
}

/** Only built-in error classes can be stored in webpack's disk cache. */
function plain({ message, name, stack = "" }: Error): Error {
  const isOurs = name === "ImportspyError" || name === "ContractErrors";
  return Object.assign(new Error(message), { stack: isOurs ? "" : stack });
}

/**
 * @param code - The text of the file.
 * @param map - The source map of an earlier loader, if any.
 */
function load(this: LoaderContext, code: string, map?: RawMap): void {
  const options = this.getOptions();
  try {
    guardSource(this, options, code, map);
  } catch (error) {
    const told = plain(error as Error);
    if (!options.isWatching) {
      this.callback(told);
      return;
    }
    this.emitError(told);
    // When the sidecar was requested, Next expects the names that a sidecar exports.
    const exported = sidecarNumberOf(this.resourceQuery) === undefined ? code : SIDECAR_EXPORTS;
    this.callback(null, createThrowing(told, this.resourcePath, exported));
  }
}

export = load;
