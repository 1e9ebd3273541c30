/**
 * External modules of ES module output. They are imported at the head of a file, so they are evaluated before all guards
 * in it. Here they are loaded by `require` instead, in the place where they are imported.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import type { BuildOptions, PluginBuild } from "esbuild";
import { isOwn, ownData } from "./order.js";

/** The namespace of external modules that are loaded in place. */
export const EXTERNAL = "importspy-external";
const LOADED = "importspy-loaded";
const LOADER = "importspy-loader";

/** Gives what `require` gives as `import` would: `default` is `module.exports`, or the default export of an ES module. */
const LOADER_TEXT = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
export function load(name) {
  const loaded = require(name);
  const isObject = loaded !== null && (typeof loaded === "object" || typeof loaded === "function");
  const isNamespace = isObject && loaded[Symbol.toStringTag] === "Module";
  const module = { __proto__: null };
  if (!isNamespace) Object.defineProperty(module, "default", { enumerable: true, value: loaded });
  for (const key of isObject ? Object.getOwnPropertyNames(loaded) : []) {
    // Node.js adds it to what it gives of an ES module.
    if (key in module || (isNamespace && key === "__esModule")) continue;
    Object.defineProperty(module, key, { enumerable: true, get: () => loaded[key] });
  }
  return module;
}
`;

/** Whether Node.js finds a package for `require`: some are there for \`import\` only. */
function canBeRequired(name: string, folder: string): boolean {
  if (/^(?:[./\\]|[A-Za-z][\w+.-]*:)/.test(name)) return false;
  try {
    createRequire(path.join(folder, "importer.js")).resolve(name);
    return true;
  } catch (error) {
    // What is not installed here may be where the output runs.
    return (error as { code?: string }).code !== "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}

/**
 * Whether a file exports all of a module again: what that is, only an import at the file's head can say. A mention in a
 * comment counts, too; that module stays where esbuild puts it.
 */
function hasStar(importer: string, name: string): boolean {
  const text = path.isAbsolute(importer) ? readFileSync(importer, "utf8") : "";
  return [...text.matchAll(/export\s*\*\s*from\s*["']([^"']+)["']/g)].some(([, specifier]) => specifier === name);
}

/**
 * What else helps where an external module would be evaluated before a guard.
 *
 * @param platform - The build's.
 * @param name - The external module.
 * @param importer - Absolute path of the file that imports it.
 */
export function insteadOfHoisting(platform: BuildOptions["platform"], name: string, importer: string): string {
  const cjs = "build with 'format: \"cjs\"'";
  if (platform !== "node") return `build with 'platform: "node"', where importspy loads it in its place, or ${cjs}`;
  if (hasStar(importer, name)) return `name what is exported of it in place of 'export *', or ${cjs}`;
  if (!canBeRequired(name, path.dirname(importer)))
    return "import() it where it is used: it has no entry for 'require'";
  // tsup's own plugin comes before all others.
  return `${cjs}: another plugin, or tsup for what 'noExternal' does not list, makes it external before importspy is asked`;
}

/** Whether a build may leave modules external that are not Node.js's own. */
function mayHaveExternals({ external, packages, plugins }: PluginBuild["initialOptions"]): boolean {
  return Boolean(external?.length) || packages === "external" || (plugins?.length ?? 0) > 1;
}

/**
 * Loads external modules in their place.
 *
 * @param build - A build of ES modules.
 * @param isConcerned - Whether there is anything to guard.
 */
export function loadExternalsInPlace(build: PluginBuild, isConcerned: () => boolean): void {
  const { format, platform } = build.initialOptions;
  if (format !== "esm" || platform !== "node" || !mayHaveExternals(build.initialOptions)) return;

  build.onResolve({ filter: /^[^./]/ }, async ({ path: name, ...given }) => {
    const { kind, importer, namespace, resolveDir, pluginData } = given;
    if (kind !== "import-statement" || isBuiltin(name) || isOwn(pluginData) || !isConcerned()) return undefined;
    if (namespace === EXTERNAL || namespace === LOADED || /[?&]importspy(?:=\d+)?$/.test(name)) return undefined;
    const found = await build.resolve(name, { ...given, pluginData: ownData });
    if (found.errors.length) return undefined;
    if (!found.external || hasStar(importer, name) || !canBeRequired(found.path, resolveDir)) return found;
    return { path: found.path, namespace: EXTERNAL, sideEffects: found.sideEffects };
  });
  build.onResolve({ filter: /./, namespace: EXTERNAL }, ({ path: name }) => ({ path: name, namespace: LOADED }));
  build.onResolve({ filter: /./, namespace: LOADED }, () => ({ path: "require", namespace: LOADER }));
  build.onLoad({ filter: /./, namespace: EXTERNAL }, ({ path: name }) => {
    const specifier = JSON.stringify(name);
    return {
      contents: `export * from ${specifier};\nconst module = require(${specifier});\nexport default module.default;\n`,
    };
  });
  build.onLoad({ filter: /./, namespace: LOADED }, ({ path: name }) => ({
    contents: `module.exports = require("importspy").load(${JSON.stringify(name)});\n`,
  }));
  build.onLoad({ filter: /./, namespace: LOADER }, () => ({ contents: LOADER_TEXT }));
}
