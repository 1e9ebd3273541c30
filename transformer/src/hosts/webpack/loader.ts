/**
 * The loader of webpack and Rspack. It runs last and adds guards to the compiled code. So the guard comes before the
 * JSX runtime, which TypeScript loaders import. For `x.ts?importspy`, it returns the sidecar.
 *
 * @module
 */
import { BundlerError, errorOf } from "../bundler/errors.js";
import { parseSidecarId, sidecarSpecifierOf, toPath } from "../bundler/ids.js";
import { readInlined, variablesIn } from "../bundler/inlined.js";
import { composeMaps, type RawMap } from "../bundler/maps.js";
import { placeRuntime, withoutPlace } from "../bundler/placed.js";
import { type Session, sessionOf } from "./session.js";

/** The context of a loader. */
interface LoaderContext {
  readonly _compiler: { readonly root?: object };
  readonly resourcePath: string;
  readonly resourceQuery: string;
  readonly sourceMap: boolean;
  addDependency(file: string): void;
  cacheable(isCacheable: boolean): void;
  callback(error: Error | null, code?: string, map?: RawMap): void;
  emitError(error: Error): void;
}

/** `!!<this loader>!./x.ts?importspy`: skips all configured loaders for `x.ts`. */
const specifierFor = (file: string) => (number: number) => `!!${__filename}!${sidecarSpecifierOf(file, number)}`;

function guardSource(loader: LoaderContext, { root, guards }: Session, id: string, code: string, map?: RawMap): void {
  const sidecarSpecifier = specifierFor(toPath(loader.resourcePath));
  const guarded = guards.guard(id, code, { language: "javascript", sidecarSpecifier });
  for (const problem of guards.problems(id)) loader.emitError(errorOf(root, [problem]));
  if (!guarded) {
    loader.callback(null, code, map);
    return;
  }
  const file = { name: loader.resourcePath, text: code };
  loader.callback(null, guarded.code, loader.sourceMap ? composeMaps(guarded.map, map, file) : undefined);
}

/** The text of a sidecar with inlined variables. It is not cached, because the cache does not see changed variables. */
function readSidecarText(loader: LoaderContext, { guards, variables }: Session, id: string): string {
  const text = guards.sidecar(id) ?? "";
  if (parseSidecarId(id)?.further || !variablesIn(text).length) return text;
  loader.cacheable(false);
  return readInlined(text, variables);
}

/**
 * @param code - The result of the earlier loaders.
 * @param map - Its source map.
 */
function load(this: LoaderContext, code: string, map?: RawMap): void {
  const session = sessionOf(this._compiler);
  if (!session) {
    this.callback(new BundlerError("the loader of importspy works with its plugin only: plugins: [importspy()]"));
    return;
  }
  const { guards } = session;
  const id = toPath(this.resourcePath) + this.resourceQuery;
  try {
    for (const file of guards.dependencies(id)) this.addDependency(file);
    if (!parseSidecarId(id)) guardSource(this, session, id, code, map);
    else this.callback(null, placeRuntime(withoutPlace(readSidecarText(this, session, id)), this.resourcePath));
  } catch (error) {
    this.callback(error as Error);
  }
}

export = load;
