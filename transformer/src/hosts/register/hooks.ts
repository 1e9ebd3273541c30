import Module from "node:module";
import { fileURLToPath } from "node:url";
import { once } from "../../analysis/memoize.js";
import type { TextRules } from "../guards/finder.js";
import { carryMap, replaceIn } from "../guards/maps.js";
import { sidecarNameOf, sidecarNumberOf } from "../guards/names.js";
import { LOADS_SIDECAR, provideSidecars } from "./commonjs.js";
import { createGuards, type ProcessGuards } from "./guards.js";
import { isSource, rulesFor, sidecarUrlOf } from "./texts.js";

/**
 * Lets errors name the columns that the user wrote, which guards have moved. Where Node.js strips types it reads no maps by
 * itself; those of packages stay unread.
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
  readMaps();
  const isCommon = found.format === "cjs";
  const loading = isCommon ? replaceIn(found, `require(${JSON.stringify(rules.sidecar)})`, LOADS_SIDECAR) : found;
  return carryMap(loading, fileName);
}

function createHooks(guards: ProcessGuards, onEntry: () => void): Module.RegisterHooksOptions {
  return {
    resolve(specifier, context, nextResolve) {
      const { parentURL } = context;
      if (parentURL === undefined) onEntry();
      const number = sidecarNumberOf(specifier);
      if (number === undefined || parentURL === undefined) return nextResolve(specifier, context);
      return { url: sidecarUrlOf(parentURL, number), format: "module", shortCircuit: true };
    },
    load(url, context, nextLoad) {
      const number = sidecarNumberOf(url);
      if (number !== undefined) {
        const source = guards.sidecarOf(fileURLToPath(url), "esm", number);
        return { format: "module", source, shortCircuit: true };
      }
      const loaded = nextLoad(url, context);
      if (!isSource(url) || !loaded.source) return loaded;
      const { source } = loaded;
      const code = typeof source === "string" ? source : Buffer.from(source as Uint8Array).toString();
      const fileName = fileURLToPath(url);
      const rules = rulesFor(fileName, loaded.format, code);
      const guarded = rules && guardText(guards, fileName, code, rules);
      return guarded === undefined ? loaded : { ...loaded, source: guarded };
    },
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

/** Registers the hooks, and guards CommonJS modules that are loaded past them. */
export function registerGuards(): void {
  const guards = createGuards();
  provideSidecars((fileName) => guards.sidecarOf(fileName, "cjs", 0));
  guardCompile(guards);
  let isOutermost = false;
  const hooks = createHooks(guards, () => {
    if (isOutermost) return;
    isOutermost = true;
    // Hooks that were registered later see modules first: what they add before the guard would run before it.
    handle.deregister();
    handle = Module.registerHooks(hooks);
  });
  let handle = Module.registerHooks(hooks);
}
