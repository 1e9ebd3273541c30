import Module from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { simulatedAddress } from "./address.js";

/** The folder of this package. */
const FOLDER = join(__dirname, "..");

const own = `${pathToFileURL(FOLDER).href}/`;

type Cache = PropertyDescriptorMap;

/** The loaded CommonJS modules by file, without installed packages. Restricted ones are accessors. */
function ownModules(): Cache {
  const { _cache: cache } = Module as unknown as { readonly _cache: object };
  const isOwn = (file: string) => !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith(FOLDER);
  return Object.fromEntries(Object.entries(Object.getOwnPropertyDescriptors(cache)).filter(([file]) => isOwn(file)));
}

function replaceModules(next: Cache): Cache {
  const { _cache: cache } = Module as unknown as { readonly _cache: Record<string, unknown> };
  const before = ownModules();
  for (const file of Object.keys(before)) delete cache[file];
  Object.defineProperties(cache, next);
  return before;
}

/** Tells the module hooks the number of the current simulation. */
type Tell = (simulation: number) => void;

function registerHooks(): Tell {
  if (typeof Module.registerHooks === "function") {
    let current = 0;
    Module.registerHooks({
      resolve: (specifier, context, nextResolve) => {
        const resolved = nextResolve(specifier, context);
        if (!context.conditions.includes("import")) return resolved;
        return simulatedAddress(resolved, context.parentURL, current, { own });
      },
    });
    return (simulation) => {
      current = simulation;
    };
  }
  const shared = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  Module.register(pathToFileURL(join(__dirname, "testing.hooks.mjs")), { data: { simulation: shared, own } });
  return (simulation) => void Atomics.store(shared, 0, simulation);
}

/** Jest passes it to each CommonJS module. */
declare const jest: { resetModules?(): void } | undefined;

/**
 * Creates the function that gives each simulation fresh modules, so that modules from before are neither used nor
 * changed. Jest resets its own module registry. Vitest also has its own, but only a test can call `vi.resetModules()`.
 * Bun keeps modules loaded.
 *
 * @returns Receives the number of the new simulation; 0 for none.
 */
export function createRefresher(): Tell {
  const runner = typeof jest === "undefined" ? undefined : jest;
  // Bun has a global of this name too.
  if (runner?.resetModules) return () => runner.resetModules?.();
  if (process.env.VITEST || process.versions.bun) return () => undefined;
  const tell = registerHooks();
  let real: Cache | undefined;
  return (simulation) => {
    const before = replaceModules(simulation ? {} : (real ?? {}));
    real = simulation ? (real ?? before) : undefined;
    tell(simulation);
  };
}
