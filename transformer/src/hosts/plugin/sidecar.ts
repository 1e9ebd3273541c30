/**
 * The sidecars of modules that webpack compiles by ts-loader, and the loader that hands them to webpack.
 *
 * @module
 */
import path from "node:path";

/** One for the process: webpack may load this file by another path than the plugin did. */
const SIDECARS = Symbol.for("importspy.webpack.sidecars");
const host = globalThis as { [SIDECARS]?: Map<string, readonly string[]> };
host[SIDECARS] ??= new Map();
const sidecars = host[SIDECARS];

const nameOf = (fileName: string) => path.resolve(fileName).replaceAll("\\", "/");

/** Keeps the texts of a file's sidecars until webpack asks for them. */
export function keepSidecars(fileName: string, texts: readonly string[]): void {
  sidecars.set(nameOf(fileName), texts);
}

/**
 * What a module asks webpack for.
 *
 * @param fileName - The module's file.
 * @param further - The number of a further sidecar.
 */
export function specifierFor(fileName: string, further = 0): string {
  return `!!${__filename}!./${path.posix.basename(fileName)}?importspy${further ? `=${further}` : ""}`;
}

/** What webpack gives a loader. */
interface LoaderContext {
  readonly resourcePath: string;
  readonly resourceQuery: string;
}

/**
 * Webpack's loader of sidecars, which webpack itself calls.
 *
 * @public
 * @throws Error when the module was not compiled in this process.
 */
export default function load(this: LoaderContext): string {
  const [, further = "0"] = /=(\d+)/.exec(this.resourceQuery) ?? [];
  const text = sidecars.get(nameOf(this.resourcePath))?.[Number(further)];
  if (text !== undefined) return text;
  throw new Error(
    `importspy: ${path.basename(this.resourcePath)} comes from webpack's cache, and its guard does not: remove that cache, or guard ts-loader's output by @importspy/transformer/webpack`,
  );
}
