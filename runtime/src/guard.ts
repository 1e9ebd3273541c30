/**
 * What sidecars import: `enforce` for the sidecar of a contracted module, `guard` for the sidecar of an importer.
 *
 * A guard has _moments_. Directly before a file loads a contracted module, its guard registers the importer. The next
 * code to run is the sidecar of the contracted module. It judges the contract for the registered importers, before the
 * module and everything that the module imports. So an import that never happens is never judged, and everything that
 * the file imports earlier has already run. After all imports of a file, its guard checks the verdicts on them.
 *
 * @module
 */
import type { Announcement, Contract, ContractData, Edge, ImporterIdentity, Uses, Validator } from "./contract.js";
import { host } from "./facts/host.js";
import { ContractViolationError, type Entry } from "./guard/error.js";
import { type Verdict, violationsOf } from "./guard/judge.js";
import { REGISTRY_NAME } from "./guard/registry.js";

export { judgeVariable } from "./env/judge.js";
export * from "./generated/guards.js";
export { judgeImporter } from "./guard/judge.js";
export { _holds, _minus, _modulo } from "./guard/numerals.js";
export { describeAlternatives } from "./guard/report.js";
export { ContractViolationError };

/** A contract that this process knows. */
interface KnownContract extends Contract {
  /** Its package and module, put together once: a text that was just put together is slow to look up by. */
  name?: string;
  /** The verdicts that are the same for every importer. Absent until an external module is first imported. */
  environment?: readonly Verdict[];
}

interface Registry {
  /**
   * By key, and by name for the copy that was evaluated last. Keys and names contain a `/`, so none is an inherited
   * property.
   */
  readonly contracts: Record<string, KnownContract>;
  /** The importer that is about to load a module, followed by the importers that load that importer. */
  asked: readonly Announcement[];
  /** The importers with a pending `import()`. */
  loading: readonly Announcement[];
}

// One registry per process, even when both the ESM and the CommonJS build of this package are loaded, or several
// bundled copies.
// biome-ignore lint/suspicious/noAssignInExpressions: a variable of its own would be in every bundle.
const registry = ((host as Record<symbol, Registry | undefined>)[Symbol.for(REGISTRY_NAME)] ??= {
  asked: [],
  loading: [],
  contracts: {},
});
const { contracts } = registry;

/** Stands for the verdicts while the environment may still change, so that it is not judged. */
const NOT_YET = 0 as unknown as readonly Verdict[];

/**
 * Judges importers with what is known about the contracts.
 *
 * @param own - The imports of one file.
 * @param entry - Where the stack of an error starts.
 * @param isLoaded - Whether the imports have finished; otherwise they are about to start.
 */
function admit(own: readonly Announcement[], entry: Entry, isLoaded?: boolean): void {
  for (const announcement of own) {
    const [, [name, copy, , flags]] = announcement;
    const last = contracts[name];
    // Building a key costs more than everything else here, and there is rarely more than one copy.
    const contract = last?.key.endsWith(copy) ? last : contracts[name + copy] || (isLoaded && last);
    // The re-exporting file may still change the environment before the module is loaded.
    const isEarly = !isLoaded && flags & 1;
    if (contract) judge(contract, [announcement], entry, isEarly ? NOT_YET : contract.environment);
  }
}

/** An importing file, as its sidecar describes it. The location is only there when a contract needs it. */
type File = readonly [
  importer: ImporterIdentity | undefined,
  moments: readonly (readonly Edge[])[] | undefined,
  location: string | undefined,
];

/** Registers the imports of a moment. `outer` has the importers that load this file. */
function ask(
  [importer, moments, location]: File,
  moment: number,
  outer: readonly Announcement[],
  entry: Entry,
): readonly Announcement[] {
  const own =
    moments?.[moment]?.map?.(
      (edge): Announcement => [importer, edge?.[0] ? edge : (judge as Refuse)(importer), location],
    ) ?? (judge as Refuse)(importer);
  admit(own, entry);
  registry.asked = [...own, ...outer];
  return own;
}

/**
 * Judges a contract for the registered importers. The sidecar of the contracted module calls this at its top level.
 *
 * @param data - The contract.
 * @param uses - The parts of the runtime that it uses.
 * @param validators - Its validators, by index.
 * @param location - The URL or path of the sidecar, when the contract has conditions on packages.
 * @throws {@link ContractViolationError} when no alternative holds for one of the importers.
 */
export function enforce(data: ContractData, uses: Uses, validators: readonly Validator[], location?: string): void {
  const contract: KnownContract = { ...data, uses, validators, location };
  // biome-ignore lint/style/useTemplate: it is longer in every bundle.
  // biome-ignore lint/suspicious/noAssignInExpressions: a statement of its own would be in every bundle.
  const name = (contract.name ??= contract.package + "/" + contract.module);
  contracts[contract.key] = contracts[name] = contract;
  const isForIt = (each: Announcement) => each[1][0] === name;
  const chain = registry.asked.filter(isForIt);
  registry.asked = [];
  judge(contract, chain[0] ? chain : registry.loading.filter(isForIt), enforce, undefined, !!chain[0]);
}

/**
 * Judges a contract. A refusal always comes from the current environment, and is not stored, so the next import is
 * judged again.
 *
 * @param contract - The contract.
 * @param importers - The importers.
 * @param entry - Where the stack of an error starts.
 * @param environment - The known verdicts that are the same for every importer. They are reused unless they refuse.
 * @param isChain - Whether every importer must be admitted, or only one of them.
 */
function judge(
  contract: KnownContract,
  importers: readonly Announcement[],
  entry: Entry,
  environment?: readonly Verdict[],
  isChain?: boolean,
): unknown {
  try {
    const verdicts =
      environment ?? contract.alternatives.map(({ conditions }, index) => violationsOf(contract, index, conditions));
    const judgement = contract.uses.judgeImporter?.(contract, importers, verdicts, isChain) ?? [verdicts, importers[0]];
    // No alternative holds. Where nothing is judged of them yet, there is nothing to look through.
    if (judgement[0]?.every?.((verdict) => verdict[0])) {
      if (environment) return judge(contract, importers, entry);
      throw new ContractViolationError(contract, judgement, entry);
    }
    if (verdicts) contract.environment = verdicts;
  } catch (error) {
    // Validators and data are built together, so a TypeError means that one of them has changed since.
    if (/^Ty/.test(error as string))
      throw Error(`${contract?.module ?? "a module"}: its sidecar is damaged; build again`);
    // A statement of its own: Node.js shows the line that throws.
    throw error;
  }
}

/** {@link judge} for a sidecar that lacks what its file asks for. A value that is not a contract is refused as damaged. */
type Refuse = (importer: unknown) => never;

/** A contract of an external module, with the files that provided it. */
interface ExternalContract extends KnownContract {
  readonly files: Set<string>;
}

/**
 * Registers the contract of an external module, which has no sidecar of its own. The sidecars of its importers call
 * this.
 *
 *
 * @param data - The contract.
 * @param uses - The parts of the runtime that it uses.
 * @param validators - Its validators, by index.
 * @param file - The importing file. If it calls this a second time, modules are evaluated again, and the contract is
 * judged again.
 */
export function provide(data: ContractData, uses: Uses, validators: readonly Validator[], file: string): void {
  const { files } = (contracts[data.key] ?? {}) as Partial<ExternalContract>;
  if (files && !files.has(file)) files.add(file);
  else contracts[data.key] = { ...data, uses, validators, files: new Set([file]) } as ExternalContract;
}

/** What a sidecar exports as `$importspy`. {@link guard} and {@link guardCommonJs} explain the parameters. */
export type Check = <Module>(moment?: number, load?: () => Module) => unknown;

/** Runs a guarded `import()` or `require()` call. */
type Load = (file: File, moment: number | undefined, load: () => unknown, entry: Entry) => unknown;

/**
 * Creates the guard of an ES module. Its sidecar calls this at its top level.
 *
 * @param importer - The importer; absent when the file imports no contracted module.
 * @param moments - The imports of each moment.
 * @param calls - {@link calls}, when the file has calls of `import()` or `require()`.
 * @param location - The URL or path of the sidecar, when a contract of an import has conditions on packages.
 * @returns The guard. `$importspy(n)` runs directly before the import of moment `n`. `$importspy(n, load)` runs a
 * guarded call. `$importspy()` runs after all imports and checks the verdicts that are known by then.
 */
export function guard(importer?: File[0], moments?: File[1], calls?: Load, location?: string): Check {
  const file: File = [importer, moments, location];
  const asked = registry.asked;
  let imports: readonly Announcement[] = [];
  const check: Check = (moment, load) => {
    if (load) return (calls ?? (judge as Refuse)(importer))(file, moment, load, check);
    if (typeof moment === "number") imports = [...imports, ...ask(file, moment, asked, check)];
    else {
      registry.asked = [];
      // This may throw, which keeps bundlers from dropping the sidecar.
      admit(imports, check, true);
    }
    return check;
  };
  return check;
}

/** Checks the verdicts on imports. After a failure, an import through a re-exporting file may not have happened. */
function settle(own: readonly Announcement[], hasFailed?: boolean): void {
  admit(hasFailed ? own.filter((each) => !(each[1][3] & 1)) : own, settle, true);
}

/** Throws the error of a failed load. If it is not the refusal of this importer, this importer is judged first. */
function failWith(error: unknown, own: readonly Announcement[]): never {
  const { importer } = (error ?? {}) as { importer?: ImporterIdentity };
  if (importer?.module !== own[0]![0]!.module) settle(own, true);
  throw error;
}

async function loadLater(file: File, moment: number, load: () => unknown, entry: Entry): Promise<unknown> {
  const { asked } = registry;
  const own = ask(file, moment, [], entry);
  registry.asked = asked;
  registry.loading = [...registry.loading, ...own];
  try {
    const module = await load();
    settle(own);
    return module;
  } catch (error) {
    return failWith(error, own);
  } finally {
    // A deferred import is evaluated at its first use, so it stays registered.
    registry.loading = registry.loading.filter((each) => each[1][3] & 4 || !own.includes(each));
  }
}

/** Guards calls of `import()` and `require()`. Sidecars of files without such calls do not import this. */
export const calls: Load = (file, moment, load, entry) => {
  // This time the specifier names no contracted module.
  if (moment === undefined) return load();
  if (file[1]?.[moment]?.some?.((edge) => edge?.[3] & 2)) return loadLater(file, moment, load, entry);
  const { asked } = registry;
  const own = ask(file, moment, asked, entry);
  try {
    const module = load();
    settle(own);
    return module;
  } catch (error) {
    return failWith(error, own);
  } finally {
    registry.asked = asked;
  }
};

/**
 * Creates the guard of a CommonJS module. Its sidecar calls this at its top level.
 *
 * @param importer - The importer; absent when the file imports no contracted module.
 * @param moments - The imports of each moment.
 * @param key - The key of the file's own contract, if it has one.
 * @param location - The URL or path of the sidecar, when a contract of an import has conditions on packages.
 * @returns The guard. `$importspy(n, load)` runs an import or a guarded call. `$importspy()` runs first in the file: a
 * CommonJS module that failed, or was removed from `require.cache`, is evaluated again without its sidecar.
 */
export function guardCommonJs(importer?: File[0], moments: File[1] = [], key?: string, location?: string): Check {
  let isAgain = false;
  const check: Check = (moment, load) => {
    const file: File = [importer, moments, location];
    if (load) return calls(file, moment, load, check);
    if (typeof moment === "number") return ask(file, moment, registry.asked, check);
    const own = isAgain && contracts[key!];
    if (own) enforce(own, own.uses, own.validators, own.location);
    for (const [name, copy] of isAgain ? moments.flat() : []) {
      const contract = contracts[name + copy];
      // The contract of an external module is judged when the module is imported.
      if (contract?.declaredIn !== undefined) delete contract.environment;
    }
    isAgain = true;
    return check;
  };
  return check;
}

/**
 * Refuses a module whose contract has errors.
 *
 * @param module - The contracted module.
 * @throws Error always.
 */
export function block(module: string): never {
  throw new Error(`${module}: its contract has errors, so it may not be loaded; fix them and build again`);
}
