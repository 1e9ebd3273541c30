/**
 * What the ids of modules say: bundlers know a module by its path, with `\` on Windows, and with a query behind it for
 * what is made of the file.
 *
 * @module
 */

/**
 * The query of sidecars: `x.ts?importspy`, `x.ts?importspy=1` for further ones. vite-node, which loads modules for Vitest
 * before version 4, removes `?import` from every id, and asks for `x.ts?spy`.
 */
export const SIDECAR_QUERY = "[?&](?:import)?spy(?:=(\\d+))?";
const SIDECAR = new RegExp(`${SIDECAR_QUERY}(?=&|$)`);

/** Queries for what is not an evaluation of the file as a module: its text, its URL, a worker that is started with it. */
const NO_MODULE = /[?&](?:raw|url|inline|worker|sharedworker|worklet)(?=[&=]|$)/;

/** A path with `/`. */
export const toPath = (name: string): string => name.replaceAll("\\", "/");

/** An id without its query. */
export const withoutQuery = (id: string): string => id.replace(/[?#].*$/s, "");

/**
 * The file that a module is.
 *
 * @param id - The module's id.
 * @returns Its path with `/`; `undefined` for modules that are no file of TypeScript or JavaScript, and for what is made
 * of a file's text, address or sidecar.
 * @example
 * ```ts
 * fileOf("C:\\app\\src\\pay.ts?v=1"); // "C:/app/src/pay.ts"
 * fileOf("/app/src/pay.ts?raw"); // undefined
 * ```
 */
export function fileOf(id: string): string | undefined {
  if (id.startsWith("\0") || NO_MODULE.test(id) || SIDECAR.test(id)) return undefined;
  const path = toPath(withoutQuery(id))
    .replace(/^file:\/\/(?=[^/])/, "//")
    .replace(/^file:\/\//, "")
    .replace(/^\/([A-Za-z]:\/)/, "$1");
  return /^(?:\/|[A-Za-z]:\/)/.test(path) && /\.[cm]?[jt]sx?$/.test(path) ? path : undefined;
}

/** Files that a plugin makes JavaScript of: a component with a script in it. */
const COMPONENT = /\.(?:vue|svelte|astro|marko|mdx)$/;

/**
 * The file that a module is the script of, which is not a file of TypeScript or JavaScript itself.
 *
 * @param id - The module's id.
 * @returns Its path with `/`; `undefined` for all else, and for other parts of such a file: its style, its template.
 * @example
 * ```ts
 * componentOf("/app/src/App.vue?vue&type=script&setup=true&lang.ts"); // "/app/src/App.vue"
 * ```
 */
export function componentOf(id: string): string | undefined {
  if (id.startsWith("\0") || NO_MODULE.test(id) || SIDECAR.test(id)) return undefined;
  const path = toPath(withoutQuery(id));
  const isPart = id.includes("?") && !/[?&]type=script(?=&|$)/.test(id) && /[?&]type=/.test(id);
  return COMPONENT.test(path) && !isPart ? path : undefined;
}

/** `/app/src/App.vue.importspy-text.tsx`, by which the guard service has its script in a program → `/app/src/App.vue` */
export function componentFileOf(programName: string): string | undefined {
  const [, file] = /^(.*)\.importspy-text\.[jt]sx?$/.exec(programName) ?? [];
  return file !== undefined && COMPONENT.test(file) ? file : undefined;
}

/** Files that plugins compile by their name, however that goes on: Svelte's takes `store.svelte.ts?importspy` for one. */
const COMPILED = /(?:\.(?:vue|svelte|astro|marko|mdx)|\.svelte(?:\.[^./~]+)*\.[cm]?[jt]s)$/;

/** A sidecar, by the file that it guards. */
export interface SidecarId {
  /** Path of the guarded file, with `/`. */
  readonly file: string;
  /** The number of a further sidecar, 0 for the file's own one. */
  readonly further: number;
}

/** `App.vue` → `App.importspy~vue.js`, `store.svelte.ts` → `store.importspy~svelte~ts.js` */
const nameOf = (file: string) => file.replace(COMPILED, (end) => `.importspy${end.replaceAll(".", "~")}.js`);

/** `/app/src/App.importspy~vue.js` → `/app/src/App.vue` */
export const withoutSidecarName = (file: string): string =>
  file.replace(/\.importspy((?:~[^./~]+)+)\.js$/, (_, end: string) => end.replaceAll("~", "."));

/**
 * The module specifier of a sidecar in the text of the file that it guards.
 *
 * @param file - The guarded file.
 * @param further - The number of a further sidecar.
 */
export function sidecarSpecifierOf(file: string, further = 0): string {
  return `./${nameOf(file.slice(file.lastIndexOf("/") + 1))}?importspy${further ? `=${further}` : ""}`;
}

/**
 * The id of the sidecar that a specifier asks for, in the host's own spelling of paths.
 *
 * @param specifier - What is imported.
 * @param importer - The id of the module that imports it.
 * @param isResolved - Whether that is the file which the specifier means, too.
 * @returns `undefined` when it is not a sidecar.
 */
export function resolveSidecar(
  specifier: string,
  importer: string | undefined,
  isResolved = false,
): string | undefined {
  const query = SIDECAR.exec(specifier);
  if (!query) return undefined;
  const further = query[1] ? `=${query[1]}` : "";
  const isPath = !isResolved && /^(?:[/\\]|[A-Za-z]:[/\\])/.test(specifier);
  const file = withoutSidecarName(withoutQuery(isPath || !importer ? specifier : importer));
  return `${nameOf(file)}?importspy${further}`;
}

/**
 * What an id says of a sidecar.
 *
 * @param id - The id of a module.
 * @returns `undefined` when it is none.
 */
export function parseSidecarId(id: string): SidecarId | undefined {
  const query = SIDECAR.exec(id);
  if (!query || id.startsWith("\0")) return undefined;
  return { file: withoutSidecarName(toPath(withoutQuery(id))), further: Number(query[1] ?? 0) };
}
