/**
 * Jest's transformer: passes a file to the user's own transformer, and adds guards to the result.
 * `transform: { "^.+\\.[cm]?[jt]sx?$": ["@importspy/transformer/jest", { transform: "ts-jest" }] }`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import path from "node:path";
import { memoize, once } from "../../analysis/memoize.js";
import { isInstalled, openGuards, type ProjectGuards } from "../guards/guards.js";
import { carryMap, composeMap } from "../guards/maps.js";
import { createProjectFinder } from "../guards/projects.js";
import { openInner } from "./inner.js";
import { isSidecarFile, placeSidecars, sidecarIn } from "./sidecars.js";
import type { JestOptions, SyncTransformer, Transformed, TransformOptions } from "./types.js";

/** The result of another transformer. */
function codeOf(result: Transformed | string | undefined, fileName: string): Transformed {
  const whole = typeof result === "string" ? { code: result } : result;
  if (typeof whole?.code === "string") return whole;
  throw new Error(`importspy cannot guard ${fileName}: the transformer that jest.config names returned no code for it`);
}

/** Jest creates a transformer for each test file. Those of one process share what is known of a project. */
const openFor = memoize((cacheDirectory: string) =>
  memoize((tsconfig: string) => openGuards(tsconfig, { outputs: [cacheDirectory] })),
);

/**
 * Creates the transformer.
 *
 * @param options - The user's own transformer: its name, or its name and options, as in Jest's `transform`.
 * @returns The transformer for Jest.
 * @example
 * ```js
 * transform: { "^.+\\.[cm]?[jt]sx?$": ["@importspy/transformer/jest", { transform: ["@swc/jest", {}] }] }
 * ```
 */
function createTransformer(options: JestOptions = {}): SyncTransformer {
  const findProject = createProjectFinder();
  const begin = memoize((guards: ProjectGuards) => {
    guards.begin();
    return guards;
  });
  const guardsOf = (fileName: string, text: string, { config }: TransformOptions) => {
    if (isInstalled(fileName)) return undefined;
    const tsconfig = findProject(fileName, text);
    return tsconfig === undefined ? undefined : begin(openFor(config.cacheDirectory)(tsconfig));
  };
  let rootDir = process.cwd();
  const inner = once(() => openInner(options, rootDir));
  const innerFor = (given: TransformOptions) => {
    rootDir = given.config.rootDir;
    return inner();
  };

  /** Adds guards to the result of the other transformer. */
  const guard = (fileName: string, text: string, result: Transformed, given: TransformOptions): Transformed => {
    const sidecar = sidecarIn(given.config.cacheDirectory, fileName, result.code);
    const guarded = guardsOf(fileName, text, given)?.guard(fileName, result.code, {
      unusedImports: "kept",
      language: "javascript",
      format: given.supportsStaticESM ? "esm" : "cjs",
      sidecar,
    });
    if (!guarded) return result;
    const placed = placeSidecars(sidecar, fileName, guarded);
    if (!result.map) return { ...result, code: carryMap(placed, fileName) };
    return { ...result, code: placed.code, map: composeMap(placed, result.map, { name: fileName }) };
  };

  return {
    get canInstrument() {
      return inner().transformer.canInstrument ?? false;
    },
    process(text, fileName, given) {
      if (isSidecarFile(given.config.cacheDirectory, fileName)) return { code: text };
      const { transformer, own } = innerFor(given);
      return guard(fileName, text, codeOf(transformer.process(text, fileName, own(given)), fileName), given);
    },
    async processAsync(text, fileName, given) {
      if (isSidecarFile(given.config.cacheDirectory, fileName)) return { code: text };
      const { transformer, own } = innerFor(given);
      const result = transformer.processAsync
        ? await transformer.processAsync(text, fileName, own(given))
        : transformer.process(text, fileName, own(given));
      return guard(fileName, text, codeOf(result, fileName), given);
    },
    getCacheKey(text, fileName, given) {
      const { transformer, own } = innerFor(given);
      const key = createHash("sha1");
      const other = transformer.getCacheKey?.(text, fileName, own(given));
      key.update(other ?? `${text}\0${path.relative(rootDir, fileName)}\0${given.configString}\0${given.instrument}`);
      // The key also depends on other files: the contract, types that it names, and package.json.
      key.update(`\0${guardsOf(fileName, text, given)?.stateOf(fileName) ?? ""}\0${given.config.cacheDirectory}`);
      return key.digest("hex");
    },
  };
}

/** Jest looks for the factory in the default export. */
export default { createTransformer };
