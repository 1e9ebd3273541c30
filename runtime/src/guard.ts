/**
 * What sidecars import: `enforce` in the sidecar of a contracted module, `guard` in that of an importer.
 *
 * An importer's guard runs before anything the importing file imports. It announces who imports what; the contracted
 * module's own sidecar, which is evaluated before the module and before its imports, then judges the contract for
 * everybody who announced. Who comes later is judged by the guard itself, against the verdict that is known by then.
 *
 * @module
 */
import type { Contract, ContractData, Edge, ImporterIdentity, Uses, Validator } from "./contract.js";
import { ContractViolationError, type Entry } from "./error.js";
import { judgeEnvironment, type Verdict } from "./judge.js";

export { arch, env, importer, libc, os, packages, runtime, runtimes } from "./fields.js";
export { judgeImporter } from "./judge.js";
export { _holds, _minus, _modulo } from "./numerals.js";
export { describeAlternatives } from "./report.js";
export { ContractViolationError };

/** What a sidecar exports as `$importspy`; {@link guard} says what its parameters mean. */
export type Check = <Module>(call?: number, load?: () => Promise<Module>) => Promise<Module> | undefined;

interface Announcement {
  readonly importer: ImporterIdentity | undefined;
  readonly line: number;
}

/** A contracted module that somebody imports or that is being loaded. */
interface ContractedModule {
  /** Known as soon as its sidecar, or that of an importer, has told it. */
  contract?: Contract;
  /** The verdicts on all that is the same for every importer, once it is judged. */
  environment?: readonly Verdict[];
  /**
   * Who imports it and waits for the contract, the last one first; then who was admitted last, since CommonJS evaluates
   * a module again that failed, or that left `require.cache`.
   */
  announced: readonly Partial<Announcement>[];
}

// One registry a process, also when the ESM and the CommonJS build of this package are both loaded, or bundled twice.
const REGISTRY = Symbol.for("importspy.registry@1");
const host = globalThis as { [REGISTRY]?: Map<string, ContractedModule> };
host[REGISTRY] ??= new Map();
const modules = host[REGISTRY];

function moduleOf(key: string): ContractedModule {
  const module = modules.get(key) ?? { announced: [] };
  modules.set(key, module);
  return module;
}

/** Judges a contract for an importer, who waits where the contract is not known yet. */
function admit(module: ContractedModule, announcement: Partial<Announcement>, entry: Entry): void {
  const { contract, announced } = module;
  if (!contract) {
    module.announced = [announcement, ...announced];
    return;
  }
  const { importer, line } = announcement;
  module.environment ??= judgeEnvironment(contract);
  const { environment } = module;
  const verdicts = contract.uses.judgeImporter?.(contract, importer, environment) ?? environment;
  if (verdicts.every((violations) => violations.length)) {
    const refused = importer && { module: importer.module, package: importer.package, line: line! };
    throw new ContractViolationError(contract, verdicts, refused, entry);
  }
  module.announced = [announcement];
}

/**
 * Judges a contract for everybody who announced an import of its module. Called by the sidecar of the contracted
 * module, at its top level.
 *
 * @param data - The contract.
 * @param uses - What it uses of the runtime.
 * @param validators - Its validators, which it names by their index.
 * @param location - URL or path of the sidecar, when the contract asks for packages.
 * @throws {@link ContractViolationError} when no alternative holds for one of the importers.
 */
export function enforce(data: ContractData, uses: Uses, validators: readonly Validator[], location?: string): void {
  const { key } = data;
  const { announced } = moduleOf(key);
  const module = { contract: { ...data, uses, validators, location }, announced: [] };
  modules.set(key, module);
  // The importer that announced last is the one whose import is loading the module now.
  for (const announcement of announced.length ? announced : [{}]) admit(module, announcement, enforce);
}

/**
 * Makes known the contract of a module that somebody else wrote, which has no sidecar of its own. Called by the
 * sidecars of its importers, before {@link guard}, which judges it.
 *
 * @param data - The contract.
 * @param uses - What it uses of the runtime.
 * @param validators - Its validators, which it names by their index.
 */
export function provide(data: ContractData, uses: Uses, validators: readonly Validator[]): void {
  moduleOf(data.key).contract ??= { ...data, uses, validators };
}

/**
 * Announces the imports of a file. Called by the file's sidecar, at its top level.
 *
 * @param importer - Who imports; absent when nothing is imported.
 * @param imports - Contracted modules that the file imports statically: judged now.
 * @param calls - Contracted modules that the file loads with `import()` or `require()`: judged at the call.
 * @returns The guard. `$importspy()` judges the static imports once more, `$importspy(n)` call number `n`, and
 * `$importspy(n, load)` call number `n`, then loads and returns a promise, which rejects when refused.
 * @throws {@link ContractViolationError} when a contract that is already known does not admit the importer.
 */
export function guard(importer?: ImporterIdentity, imports: readonly Edge[] = [], calls: readonly Edge[] = []): Check {
  const ask = (entry: Entry, edges: readonly Edge[]) => {
    for (const [key, line] of edges) admit(moduleOf(key), { importer, line }, entry);
  };
  const check: Check = (call, load) => {
    const edges = call === undefined ? imports : [calls[call]!];
    if (load) {
      return new Promise((resolve) => {
        ask(check, edges);
        resolve(load());
      });
    }
    // Not dead code: that this can throw is what keeps bundlers from dropping the sidecar.
    ask(check, edges);
    return undefined;
  };
  ask(guard, imports);
  return check;
}

/**
 * Refuses a module whose contract could not be compiled.
 *
 * @param module - The contracted module.
 * @throws Error, always.
 */
export function block(module: string): never {
  throw new Error(`${module}: its contract has errors, so it may not be loaded; mend them and build again`);
}
