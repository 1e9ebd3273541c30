/**
 * The sidecars of modules that ts-loader compiles, and the loader that passes them to webpack.
 *
 * @module
 */
import path from "node:path";

/** Shared by the whole process, because webpack may load this file through another path than the plugin. */
const SIDECARS = Symbol.for("importspy.webpack.sidecars");
const host = globalThis as { [SIDECARS]?: Map<string, readonly string[]> };
host[SIDECARS] ??= new Map();
const sidecars = host[SIDECARS];

const nameOf = (fileName: string) => path.resolve(fileName).replaceAll("\\", "/");

/** Stores the texts of a file's sidecars until webpack requests them. */
export function keepSidecars(fileName: string, texts: readonly string[]): void {
  sidecars.set(nameOf(fileName), texts);
}

/**
 * The specifier of a sidecar for webpack.
 *
 * @param fileName - The module's file.
 * @param further - The number of an additional sidecar.
 */
export function specifierFor(fileName: string, further = 0): string {
  return `!!${__filename}!./${path.posix.basename(fileName)}?importspy${further ? `=${further}` : ""}`;
}

/** The context of a webpack loader. */
interface LoaderContext {
  readonly resourcePath: string;
  readonly resourceQuery: string;
}

/**
 * The webpack loader of sidecars. webpack calls it.
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
