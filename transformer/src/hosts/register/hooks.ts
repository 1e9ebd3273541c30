import Module from "node:module";
import { fileURLToPath } from "node:url";
import { memoize, once } from "../../analysis/memoize.js";
import type { TextRules } from "../guards/finder.js";
import { sidecarNameOf, sidecarNumberOf } from "../guards/names.js";
import { LOADS_SIDECAR, provideSidecars } from "./commonjs.js";
import { createGuards, type ProcessGuards } from "./guards.js";
import { isSource, rulesFor, sidecarUrlOf } from "./texts.js";

/**
 * Lets errors name the columns that the user wrote, where guards have moved them. Where Node.js strips types it reads no
 * maps by itself; those of packages stay unread.
 */
const readMaps = once(() => {
  if (process.sourceMapsEnabled) return;
  // Node.js 22.14 and 23.7 have it.
  if (Module.setSourceMapsSupport) Module.setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
  else process.setSourceMapsEnabled(true);
});

/** Guards a text, whatever it runs as. */
function guardText(guards: ProcessGuards, fileName: string, code: string, rules: TextRules): string | undefined {
  const found = guards.guard(fileName, code, rules);
  if (!found) return undefined;
  const isCommon = found.format === "cjs";
  const load = `require(${JSON.stringify(rules.sidecar)})`;
  // Coverage counts characters of the file.
  if (found.keepsPlaces && !process.env.NODE_V8_COVERAGE)
    return isCommon ? found.code.replaceAll(load, () => LOADS_SIDECAR) : found.code;
  readMaps();
  const { carryMap, replaceIn } = require("../guards/maps.js") as typeof import("../guards/maps.js");
  return carryMap(isCommon ? replaceIn(found, load, LOADS_SIDECAR) : found, fileName);
}

const textOf = (source: string | NodeJS.ArrayBufferView | ArrayBuffer): string =>
  typeof source === "string" ? source : Buffer.from(source as Uint8Array).toString();

/** Guards the text of each module. */
function createLoad(guards: ProcessGuards, onGuarded: () => void): Module.LoadHookSync {
  return (url, context, nextLoad) => {
    const number = url.includes("?") ? sidecarNumberOf(url) : undefined;
    if (number !== undefined) {
      const source = guards.sidecarOf(fileURLToPath(url), "esm", number);
      return { format: "module", source, shortCircuit: true };
    }
    const loaded = nextLoad(url, context);
    const { source } = loaded;
    if (!source || !isSource(url)) return loaded;
    // Most files are: what they are need not be looked at.
    if (typeof source !== "string" && guards.isPlain(url, source.byteLength)) return loaded;
    const code = textOf(source);
    const fileName = fileURLToPath(url);
    const rules = rulesFor(fileName, loaded.format, code);
    const guarded = rules && guardText(guards, fileName, code, rules);
    if (guarded === undefined) return loaded;
    onGuarded();
    return { ...loaded, source: guarded };
  };
}

/** Finds sidecars, and the runtime that they import. */
function createResolve(): Module.ResolveHookSync {
  type Resolved = Module.ResolveFnOutput;
  // From all modules of a folder a package is the same one.
  const runtimeFor = memoize((_: string): { found?: Resolved } => ({}));
  return (specifier, context, nextResolve) => {
    const { parentURL } = context;
    if (parentURL === undefined || !specifier.includes("importspy")) return nextResolve(specifier, context);
    const number = sidecarNumberOf(specifier);
    if (number !== undefined) return { url: sidecarUrlOf(parentURL, number), format: "module", shortCircuit: true };
    if (sidecarNumberOf(parentURL) === undefined) return nextResolve(specifier, context);
    const runtime = runtimeFor(`${parentURL.slice(0, parentURL.lastIndexOf("/"))} ${specifier}`);
    runtime.found ??= nextResolve(specifier, context);
    return { ...runtime.found, shortCircuit: true };
  };
}

interface Compiling {
  _compile(this: Module, code: string, fileName: string, ...rest: readonly unknown[]): unknown;
}

/** tsx compiles CommonJS by `Module._extensions`, past `load`. */
function guardCompile(guards: ProcessGuards): void {
  const prototype = Module.prototype as unknown as Compiling;
  const { _compile } = prototype;
  prototype._compile = function (code, fileName, ...rest) {
    if (typeof code !== "string" || code.includes(LOADS_SIDECAR) || !/\.[cm]?[jt]sx?$/.test(fileName))
      return _compile.call(this, code, fileName, ...rest);
    const rules: TextRules = {
      unusedImports: "kept",
      language: "javascript",
      format: "cjs",
      sidecar: sidecarNameOf(fileName),
    };
    return _compile.call(this, guardText(guards, fileName, code, rules) ?? code, fileName, ...rest);
  };
}

/**
 * Registers the hooks, and guards CommonJS modules that are loaded past them. Node.js asks them of each module that it
 * loads, so there are no more than are needed: one for addresses is only there until the program begins, and again when
 * something has a guard.
 */
export function registerGuards(): void {
  const guards = createGuards();
  provideSidecars((fileName) => guards.sidecarOf(fileName, "cjs", 0));
  guardCompile(guards);
  let resolving: Module.ModuleHooks | undefined;
  const resolve = createResolve();
  const load = createLoad(guards, () => {
    resolving ??= Module.registerHooks({ resolve });
  });
  const untilEntry: Module.ResolveHookSync = (specifier, context, nextResolve) => {
    if (context.parentURL === undefined) {
      // Hooks that were registered later see modules first: what they add before the guard would run before it.
      beginning.deregister();
      Module.registerHooks({ load });
      resolving?.deregister();
      resolving &&= Module.registerHooks({ resolve });
    }
    return nextResolve(specifier, context);
  };
  const beginning = Module.registerHooks({ resolve: untilEntry, load });
}
