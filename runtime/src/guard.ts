/**
 * What sidecars import: `enforce` in the sidecar of a contracted module, `guard` in that of an importer.
 *
 * A guard has _moments_: directly before the importing file loads a contracted module, it asks for it. What is evaluated
 * next is the sidecar of that module, which judges the contract for whoever asked, before the module and before its
 * imports. So an importer that never comes to load the module is not judged, and nothing is judged before what the file
 * imports earlier has run. When all imports of a file are loaded, its guard looks up what has become of them.
 *
 * @module
 */
import type { Announcement, Contract, ContractData, Edge, ImporterIdentity, Uses, Validator } from "./contract.js";
import { host } from "./facts/host.js";
import { ContractViolationError, type Entry } from "./guard/error.js";
import { judgeEnvironment, type Verdict } from "./guard/judge.js";
import { REGISTRY_NAME } from "./guard/registry.js";

export { judgeVariable } from "./env/judge.js";
export * from "./generated/guards.js";
export { judgeImporter } from "./guard/judge.js";
export { _holds, _minus, _modulo } from "./guard/numerals.js";
export { describeAlternatives } from "./guard/report.js";
export { ContractViolationError };

/** A contract that is known in this process. */
interface KnownContract extends Contract {
  /** The verdicts on all that is the same for every importer; absent until an external module is first imported. */
  environment?: readonly Verdict[];
}

interface Registry {
  /** By key; by name that of the copy which was evaluated last. Both have a `/`, so none is a property of all objects. */
  readonly contracts: Record<string, KnownContract>;
  /** Who asked last: the importer that is about to load something, then those that load it through this one. */
  asked: readonly Announcement[];
  /** Who waits for `import()`. */
  loading: readonly Announcement[];
}

// One registry a process, also when the ESM and the CommonJS build of this package are both loaded, or bundled twice.
// biome-ignore lint/suspicious/noAssignInExpressions: a variable of its own would be in every bundle.
const registry = ((host as Record<symbol, Registry | undefined>)[Symbol.for(REGISTRY_NAME)] ??= {
  asked: [],
  loading: [],
  contracts: {},
});
const { contracts } = registry;

/** Whether no alternative holds; where nothing is known of them, one may. */
const isRefused = (verdicts: readonly Verdict[] | undefined): boolean | undefined =>
  verdicts?.every((violations) => violations.length);

/**
 * Judges an importer, as far as the contract is known.
 *
 * @param announcement - The importer.
 * @param entry - Where the stack of an error begins.
 * @param isLoaded - Whether its import is loaded; before that it is about to be.
 */
function admit(announcement: Announcement, entry: Entry, isLoaded?: boolean): void {
  const [, [name, copy, , flags]] = announcement;
  const last = contracts[name];
  // To put a key together takes longer than all the rest, and there is hardly ever more than one copy.
  const contract = last?.key.endsWith(copy) ? last : (contracts[name + copy] ?? (isLoaded && last));
  // The file that it goes through may still make the environment what the contract asks for.
  const isEarly = !isLoaded && flags & 1;
  if (
    contract &&
    (!contract.environment ||
      isEarly ||
      // What was admitted is not judged again, where it is the same for every importer.
      isRefused(contract.uses.judgeImporter?.(contract, [announcement], contract.environment)[0]))
  )
    judge(contract, [announcement], entry, isEarly);
}

/** Who imports what, as a sidecar says it: the importer, its moments, and its own place when a contract needs it. */
type File = readonly [
  importer: ImporterIdentity | undefined,
  moments: readonly (readonly Edge[])[],
  location: string | undefined,
];

/** Asks for what is loaded in a moment; `outer` has asked for the file that loads it. */
function ask(
  [importer, moments, location]: File,
  moment: number,
  outer: readonly Announcement[],
  entry: Entry,
): readonly Announcement[] {
  const own = moments[moment]!.map((edge): Announcement => [importer, edge, location]);
  for (const each of own) admit(each, entry);
  // To copy takes as long as all the rest.
  registry.asked = outer[0] ? [...own, ...outer] : own;
  return own;
}

/**
 * Judges a contract for whoever asked for its module. Called by the sidecar of the contracted module, at its top level.
 *
 * @param data - The contract.
 * @param uses - What it uses of the runtime.
 * @param validators - Its validators, which it names by their index.
 * @param location - URL or path of the sidecar, when the contract asks for packages.
 * @throws {@link ContractViolationError} when no alternative holds for one of the importers.
 */
export function enforce(data: ContractData, uses: Uses, validators: readonly Validator[], location?: string): void {
  const contract: KnownContract = { ...data, uses, validators, location };
  const name = `${data.package}/${data.module}`;
  contracts[data.key] = contracts[name] = contract;
  const isForIt = (each: Announcement) => each[1][0] === name;
  const chain = registry.asked.filter(isForIt);
  registry.asked = [];
  judge(contract, chain[0] ? chain : registry.loading.filter(isForIt), enforce, 0, !!chain[0]);
}

/**
 * Judges a contract by the environment as it is now, for importers. A refusal is not remembered.
 *
 * @param contract - The contract.
 * @param importers - Who asked.
 * @param entry - Where the stack of an error begins.
 * @param isEarly - The environment may still become what the contract asks for: it is not judged.
 * @param isChain - Whether each of them must be admitted, and not one of them.
 */
function judge(
  contract: KnownContract,
  importers: readonly Announcement[],
  entry: Entry,
  isEarly?: unknown,
  isChain?: boolean,
): void {
  const environment = isEarly ? undefined : judgeEnvironment(contract);
  const judgement = contract.uses.judgeImporter?.(contract, importers, environment, isChain) ?? [
    environment,
    importers[0],
  ];
  const refusal = isRefused(judgement[0]) && new ContractViolationError(contract, judgement, entry);
  if (environment && !refusal) contract.environment = environment;
  if (refusal) throw refusal;
}

/** A contract of an external module, and the files that made it known. */
interface ExternalContract extends KnownContract {
  readonly files: Set<string>;
}

/**
 * Makes known the contract of an external module, which has no sidecar of its own. Called by the sidecars of its
 * importers.
 *
 * @param data - The contract.
 * @param uses - What it uses of the runtime.
 * @param validators - Its validators, which it names by their index.
 * @param file - The importing file. When it comes again, modules are evaluated again, and so the contract is judged again.
 */
export function provide(data: ContractData, uses: Uses, validators: readonly Validator[], file: string): void {
  const { files } = (contracts[data.key] ?? {}) as Partial<ExternalContract>;
  if (files && !files.has(file)) files.add(file);
  else contracts[data.key] = { ...data, uses, validators, files: new Set([file]) } as ExternalContract;
}

/** What a sidecar exports as `$importspy`; {@link guard} and {@link guardCommonJs} say what its parameters mean. */
export type Check = <Module>(moment?: number, load?: () => Module) => unknown;

/** Loads what a call asks for. */
type Load = (file: File, moment: number | undefined, load: () => unknown, entry: Entry) => unknown;

/**
 * Makes the guard of an ES module. Called by its sidecar, at its top level.
 *
 * @param importer - Who imports; absent when nothing is imported.
 * @param moments - What the file loads in each moment.
 * @param calls - {@link calls}, where the file has calls of `import()` or `require()`.
 * @param location - URL or path of the sidecar, when a contract that the file imports asks for packages.
 * @returns The guard. `$importspy(n)` is called directly before the import of moment number `n`; `$importspy(n, load)`
 * loads what a call does; `$importspy()`, when all imports are loaded, judges them by the verdicts that are known by then.
 */
export function guard(importer?: File[0], moments?: File[1], calls?: Load, location?: string): Check {
  // Without imports there are no moments to be asked about.
  const file: File = [importer, moments!, location];
  const asked = registry.asked;
  let imports: readonly Announcement[] = [];
  const check: Check = (moment, load) => {
    if (load) return calls!(file, moment, load, check);
    if (typeof moment === "number") {
      const own = ask(file, moment, asked, check);
      imports = imports[0] ? [...imports, ...own] : own;
    } else {
      registry.asked = [];
      // Not dead code: that this can throw is what keeps bundlers from dropping the sidecar.
      for (const each of imports) admit(each, check, true);
    }
    return check;
  };
  return check;
}

/** Looks up what has become of imports. What has failed need not have come to load what it would have gone on to. */
function settle(own: readonly Announcement[], hasFailed?: boolean): void {
  for (const each of own) if (!hasFailed || !(each[1][3] & 1)) admit(each, settle, true);
}

/** Throws what loading a module threw, unless that is the refusal of another importer which waited, too. */
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
    // What is deferred is evaluated at its first use.
    registry.loading = registry.loading.filter((each) => each[1][3] & 4 || !own.includes(each));
  }
}

/** Guards calls of `import()` and `require()`. Sidecars of files without any do without. */
export const calls: Load = (file, moment, load, entry) => {
  // What the call loads this time is not contracted.
  if (moment === undefined) return load();
  if (file[1][moment]![0]![3] & 2) return loadLater(file, moment, load, entry);
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
 * Makes the guard of a CommonJS module. Called by its sidecar, at its top level.
 *
 * @param importer - Who imports; absent when nothing is imported.
 * @param moments - What the file loads in each moment.
 * @param key - The key of the file's own contract, if it has one.
 * @param location - URL or path of the sidecar, when a contract that the file imports asks for packages.
 * @returns The guard. `$importspy(n, load)` loads what an import or a call does; `$importspy()` is called first of all:
 * CommonJS may evaluate a module again without its sidecar, when it failed or left `require.cache`.
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
      // An external module is judged when it is imported.
      if (contract?.declaredIn !== undefined) delete contract.environment;
    }
    isAgain = true;
    return check;
  };
  return check;
}

/**
 * Refuses a module whose contract could not be compiled.
 *
 * @param module - The contracted module.
 * @throws Error, always.
 */
export function block(module: string): never {
  throw new Error(`${module}: its contract has errors, so it may not be loaded; fix them and build again`);
}
