/**
 * What the sidecar of a CommonJS module imports when its contract has conditions on importers.
 *
 * Node.js evaluates a CommonJS module once, so its guard does not see a `require()` after the first one. But each
 * `require()` looks the module up in `require.cache`. There, {@link restrict} replaces the module with an accessor that
 * judges a file that no guard has registered.
 *
 * @module
 */
import type { Announcement, Contract } from "./contract.js";
import type { Entry } from "./guard/error.js";
import { REGISTRY } from "./guard/registry.js";
import { enforce } from "./guard.js";

interface Registry {
  readonly contracts: Readonly<Record<string, Contract>>;
  asked: readonly Announcement[];
}

/** The guard's file has set it. */
const registry = (globalThis as unknown as Record<symbol, Registry>)[REGISTRY]!;

/** A module of Node.js, or of a bundler or test runner. Those have no cache of Node.js. */
interface LoadedModule {
  readonly filename: string;
  readonly constructor: { readonly _cache?: Record<string, unknown> };
}

/** Far more than Node.js and tools that hook `require` have between a file and the cache. */
const FRAMES = 50;

/** The callers of a function; `undefined` where a process has frozen `Error`. */
function callersOf(entry: Entry): readonly NodeJS.CallSite[] | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  Reflect.set(Error, "stackTraceLimit", FRAMES);
  Reflect.set(Error, "prepareStackTrace", (_: unknown, sites: unknown) => sites);
  Error.captureStackTrace(holder, entry);
  const sites = holder.stack;
  Reflect.set(Error, "prepareStackTrace", prepareStackTrace);
  Reflect.set(Error, "stackTraceLimit", stackTraceLimit);
  return Array.isArray(sites) ? sites : undefined;
}

const fileOf = (site: NodeJS.CallSite | undefined) => site?.getFileName() ?? "";
/** Node.js, or Yarn Plug'n'Play, which replaces `Module._load`. */
const isLoader = (file: string) => /^node:internal\/modules\/cjs\/loader$|[\\/]\.pnp\.c?js$/.test(file);

/** Whether a function of Node.js calls `Module.prototype.require` or `Module._load`, which tools may replace. */
function callsHook(site: NodeJS.CallSite | undefined): boolean {
  const [file, name] = [fileOf(site), site?.getFunctionName()];
  if (file === "node:internal/modules/helpers") return name === "require";
  const isRequire = name === "wrapModuleLoad" || name === "Module.require" || site?.getMethodName() === "require";
  return isLoader(file) && isRequire;
}

/** The files on a stack, without Node.js and tools that replace its functions. The first one calls `require()`. */
function filesOn(sites: readonly NodeJS.CallSite[] = []): string[] {
  const isFile = (site: NodeJS.CallSite, index: number) =>
    /^(?!node:)./.test(fileOf(site)) && !isLoader(fileOf(site)) && !callsHook(sites[index + 1]);
  return sites.filter(isFile).map(fileOf);
}

/**
 * Keeps a loaded module from files that no guard has registered.
 *
 * @param key - The key of the module's contract.
 * @param own - The specifier of the module in its sidecar: `./pay.js`.
 * @param sidecar - The `module` of the sidecar.
 * @param exports - The exports of the sidecar. Each read of its `$importspy` restricts the module if it is not restricted:
 * one that was removed from `require.cache` is evaluated again, but not its sidecar.
 */
export function restrict(key: string, own: string, sidecar: LoadedModule, exports: object): void {
  const cache = sidecar.constructor._cache;
  if (!cache || process.versions.bun || process.versions.deno || !callersOf(restrict)) return;
  const name = key.slice(0, key.lastIndexOf("#"));
  const file = sidecar.filename.replace(/[^\\/]*$/, () => own.slice("./".length));
  const isForIt = ([, [each]]: Announcement) => each === name;
  const isOwn = (each: string | undefined) => each === file || each === sidecar.filename;

  const hold = (entry: Entry) => {
    const found = Object.getOwnPropertyDescriptor(cache, file);
    if (!found || found.get) return;
    /** Files whose guard has registered them once: they may load the module again without a guard, as `export *` does. */
    const admitted = new Set<string | undefined>();
    const known = new WeakSet<object>();
    const get = () => {
      const [announcement] = registry.asked.filter(isForIt);
      if (announcement && known.has(announcement[1])) return take();
      const sites = callersOf(get);
      // A tool, or Node.js when it links ES modules, reads the cache.
      if (!isLoader(fileOf(sites?.[0]))) return found.value;
      const [requirer] = filesOn(sites);
      if (announcement) {
        known.add(announcement[1]);
        admitted.add(requirer);
        return take();
      }
      if (!admitted.has(requirer) && !isOwn(requirer)) judgeUnknown(key, get);
      return found.value;
    };
    /** What is registered is used once. */
    const take = () => {
      registry.asked = registry.asked.filter((each) => !isForIt(each));
      return found.value;
    };
    const set = (value: unknown) => {
      if (value !== found.value) Object.defineProperty(cache, file, { ...found, value });
    };
    Object.defineProperty(cache, file, { get, set, configurable: true, enumerable: true });
    // The file that loads the module for the first time. Its guard has registered it, or the contract is about to refuse.
    if (registry.asked.some(isForIt)) admitted.add(filesOn(callersOf(entry)).find((each) => !isOwn(each)));
  };

  let check: unknown;
  const read = () => {
    hold(read);
    return check;
  };
  hold(restrict);
  Object.defineProperty(exports, "$importspy", { get: read, set: (value) => (check = value), enumerable: true });
}

/** Judges a contract for a file without identity. What is registered for other modules stays so. */
function judgeUnknown(key: string, entry: Entry): void {
  const contract = registry.contracts[key]!;
  const { asked } = registry;
  try {
    enforce(contract, contract.uses, contract.validators, contract.location);
  } catch (error) {
    Error.captureStackTrace(error as Error, entry);
    throw error;
  } finally {
    registry.asked = asked;
  }
}
