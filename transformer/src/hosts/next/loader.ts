/**
 * The loader of Next, for Turbopack and webpack: guards the sources before Next compiles them. Asked for
 * `x.ts?importspy`, it gives the sidecar.
 *
 * Turbopack runs it in processes of its own, which come and go: what one of them has found out, the others read.
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
import { openGuards } from "../guards/guards.js";
import { composeMap, type RawMap } from "../guards/maps.js";
import { sidecarNameOf, sidecarNumberOf } from "../guards/names.js";
import { createProjectFinder } from "../guards/projects.js";
import { type LoaderOptions, PUBLIC } from "./options.js";
import { createThrowing } from "./throwing.js";

/** What a loader is called on. */
interface LoaderContext {
  readonly resourcePath: string;
  readonly resourceQuery: string;
  /** The folder of the application. */
  readonly rootContext: string;
  getOptions(): LoaderOptions;
  addDependency(file: string): void;
  /** Makes an error known, and goes on. */
  emitError(error: Error): void;
  callback(error: Error | null, code?: string, map?: RawMap): void;
}

/** Who prints the way that leads to a module. */
const WAY = ["the modules of the import trace"];

/** All that a sidecar may export. */
const SIDECAR_EXPORTS = "export { $importspy, $env, $importers, $load, $shaped };";

const findProject = createProjectFinder();
const open = memoize((tsconfig: string) => openGuards(tsconfig));

/** What Next puts in the place of variables. */
function variablesOf({ inlined }: LoaderOptions): InlinedVariables {
  const isPutIn = (name: string) => name === "NODE_ENV" || (inlined ? inlined.includes(name) : name.startsWith(PUBLIC));
  return {
    expressionOf: (name) => (isPutIn(name) ? `process.env.${name}` : undefined),
    isPutIn,
    where: `that are set when it is built and start with '${PUBLIC}', or that 'env' in next.config names`,
  };
}

/** A sidecar that judges variables as the module has them: Next puts them into code of the server, too. */
function placeVariables(root: string, options: LoaderOptions, file: string, text: string): string {
  const variables = variablesOf(options);
  const target = options.runtime && targetOf({ target: options.runtime }, undefined);
  const problem = target && problemInTarget({ file, text }, target, variables, () => WAY);
  if (problem) throw errorOf(toPath(root), [problem]);
  return withoutPlace(readInlined(text, variables));
}

/**
 * A server that watches evaluates changed modules again, and those that import them, in one process. So when a contract has
 * changed, all sidecars have: importers ask by theirs. The first of them makes the runtime forget the contracts that were,
 * by which importers would be refused before the module is loaded again.
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

function guardSource(loader: LoaderContext, options: LoaderOptions, code: string, map?: RawMap): void {
  const { resourcePath, resourceQuery, rootContext: root } = loader;
  const named = options.tsconfig;
  const tsconfig = named === undefined ? findProject(resourcePath) : path.resolve(root, named);
  const guards = tsconfig === undefined ? undefined : open(tsconfig);
  if (options.isWatching) guards?.refresh(resourcePath);
  for (const file of guards?.watched() ?? []) if (file !== resourcePath) loader.addDependency(file);
  const rules: TextRules = {
    language: /\.[cm]?tsx?$/.test(resourcePath) ? "typescript" : "javascript",
    format: "esm",
    sidecar: sidecarNameOf(resourcePath),
  };
  const found = guards?.guard(resourcePath, code, rules);
  const number = sidecarNumberOf(resourceQuery);
  if (number !== undefined) {
    const text = found?.sidecars[number];
    if (text === undefined) throw new Error(`${path.basename(resourcePath)} has no guard any more; build again`);
    const placed = number ? text : placeVariables(root, options, toPath(resourcePath), text);
    loader.callback(null, options.isWatching ? withState(placed, guards!.state()) : placed);
    return;
  }
  if (found) loader.callback(null, found.code, composeMap(found, map, { name: resourcePath, text: code }));
  else loader.callback(null, code, map);
}

/** webpack keeps errors in its cache on disk, and knows how to for those of JavaScript only. */
function plain({ message, name, stack = "" }: Error): Error {
  const isOurs = name === "ImportspyError" || name === "ContractErrors";
  return Object.assign(new Error(message), { stack: isOurs ? "" : stack });
}

/**
 * @param code - The text of the file.
 * @param map - Where that comes from, if another loader came before.
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
    // Asked for the sidecar, Next has a module with the names of that.
    const exported = sidecarNumberOf(this.resourceQuery) === undefined ? code : SIDECAR_EXPORTS;
    this.callback(null, createThrowing(told, this.resourcePath, exported));
  }
}

export = load;
