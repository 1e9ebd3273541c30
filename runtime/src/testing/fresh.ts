import Module from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { simulatedAddress } from "./address.js";

/** The folder of this package. */
const FOLDER = join(__dirname, "..");

const own = `${pathToFileURL(FOLDER).href}/`;

type Cache = Record<string, NodeJS.Module | undefined>;

/** The CommonJS modules of Node.js by file, without those of installed packages. */
function ownModules(): Cache {
  const { _cache: cache } = Module as unknown as { readonly _cache: Cache };
  const isOwn = (file: string) => !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith(FOLDER);
  return Object.fromEntries(Object.entries(cache).filter(([file]) => isOwn(file)));
}

function replaceModules(next: Cache): Cache {
  const { _cache: cache } = Module as unknown as { readonly _cache: Cache };
  const before = ownModules();
  for (const file of Object.keys(before)) delete cache[file];
  Object.assign(cache, next);
  return before;
}

/** Tells the hooks what is simulated. */
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

/** Jest hands it to each CommonJS module. */
declare const jest: { resetModules?(): void } | undefined;

/**
 * Makes what has modules evaluated again where other facts count, so that what was loaded before is neither used nor
 * changed. Jest has modules of its own, and so has Vitest, whose `vi.resetModules()` only tests can call; Bun
 * keeps modules.
 *
 * @returns Is told the number of what is simulated from now on; 0 for nothing.
 */
export function createRefresher(): Tell {
  const runner = typeof jest === "undefined" ? undefined : jest;
  // Bun has something by this name, too.
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
