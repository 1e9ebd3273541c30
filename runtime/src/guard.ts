/**
 * What sidecars import: `enforce` in the sidecar of a contracted module, `guard` in that of an importer.
 *
 * An importer's guard runs before anything the importing file imports. It announces who imports what; the contracted
 * module's own sidecar, which is evaluated before the module and before its imports, then judges the contract for
 * everybody who announced. Who comes later is judged by the guard itself, against the verdict that is known by then.
 *
 * @module
 */
import type { Contract, Edge, ImporterIdentity } from "./contract.js";
import { ContractViolationError } from "./error.js";
import { collectFacts, type Facts } from "./facts.js";
import { judgeEnvironment, judgeImporter, type Verdict } from "./judge.js";

export { ContractViolationError };

interface Announcement {
  readonly importer: ImporterIdentity;
  readonly line: number;
}

interface JudgedContract {
  readonly contract: Contract;
  /** The verdicts on all that is the same for every importer. */
  readonly environment: readonly Verdict[];
  /** The contract holds, whoever imports: nothing is left to judge. */
  readonly admitsAll: boolean;
}

interface Registry {
  readonly judged: Map<string, JudgedContract>;
  readonly announced: Map<string, Announcement[]>;
  readonly provided: Map<string, Contract>;
  facts: Facts | undefined;
}

// One registry a process, also when the ESM and the CommonJS build of this package are both loaded, or bundled twice.
const REGISTRY = Symbol.for("importspy.registry@1");
const host = globalThis as { [REGISTRY]?: Registry };
host[REGISTRY] ??= { judged: new Map(), announced: new Map(), provided: new Map(), facts: undefined };
const registry = host[REGISTRY];

function admit({ contract, environment, admitsAll }: JudgedContract, announcement: Announcement | undefined): void {
  if (admitsAll) return;
  const { importer, line } = announcement ?? {};
  const verdicts = judgeImporter(contract, importer).map((violations, index) => [
    ...environment[index]!,
    ...violations,
  ]);
  if (verdicts.some((violations) => !violations.length)) return;
  const refused = importer && { module: importer.module, package: importer.package, line: line! };
  throw new ContractViolationError(contract, verdicts, refused);
}

function judgeFor(contract: Contract, key: string): JudgedContract {
  registry.facts ??= collectFacts();
  const environment = judgeEnvironment(contract, registry.facts);
  const admitsAll = contract.alternatives.some(
    ({ packages, importer }, index) => !packages && !importer && !environment[index]!.length,
  );
  const judged = { contract, environment, admitsAll };
  registry.judged.set(key, judged);
  return judged;
}

const keyOf = (contract: Contract) => `${contract.package}/${contract.module}`;

/**
 * Judges a contract for everybody who announced an import of its module. Called by the sidecar of the contracted
 * module, at its top level.
 *
 * @param contract - The contract.
 * @throws {@link ContractViolationError} when no alternative holds for one of the importers.
 */
export function enforce(contract: Contract): void {
  const key = keyOf(contract);
  const judged = judgeFor(contract, key);
  // The importer that announced last is the one whose import is loading the module now.
  const announced = registry.announced.get(key)?.reverse() ?? [undefined];
  registry.announced.delete(key);
  for (const announcement of announced) admit(judged, announcement);
}

/**
 * Makes known the contract of a module that somebody else wrote, which has no sidecar of its own. Called by the
 * sidecars of its importers, before {@link guard}, which judges it.
 *
 * @param contract - The contract.
 */
export function provide(contract: Contract): void {
  registry.provided.set(keyOf(contract), contract);
}

/**
 * Announces the imports of a file. Called by the file's sidecar, at its top level.
 *
 * @param importer - Who imports.
 * @param imports - Contracted modules that the file imports statically: judged now.
 * @param calls - Contracted modules that the file loads with `import()` or `require()`: judged at the call.
 * @returns The guard. `$importspy()` judges the static imports once more, `$importspy(n)` call number `n`, and
 * `$importspy(n, load)` call number `n`, then loads and returns a promise, which rejects when refused.
 * @throws {@link ContractViolationError} when a contract that is already judged does not admit the importer.
 */
export function guard(
  importer: ImporterIdentity,
  imports: readonly Edge[] = [],
  calls: readonly Edge[] = [],
): <Module>(call?: number, load?: () => Promise<Module>) => Promise<Module> | undefined {
  const judgeAgain = ([key, line]: Edge) => {
    const judged = registry.judged.get(key);
    if (judged) admit(judged, { importer, line });
    return judged !== undefined;
  };
  const ask = (edge: Edge) => {
    const [key, line] = edge;
    const provided = registry.provided.get(key);
    if (provided && !registry.judged.has(key)) judgeFor(provided, key);
    if (judgeAgain(edge)) return;
    const waiting = registry.announced.get(key);
    if (waiting) waiting.push({ importer, line });
    else registry.announced.set(key, [{ importer, line }]);
  };
  for (const edge of imports) ask(edge);
  return (call, load) => {
    // Not dead code: that this call can throw is what keeps bundlers from dropping the sidecar.
    if (call === undefined) return void imports.forEach(judgeAgain);
    if (!load) return void ask(calls[call]!);
    return (async () => {
      ask(calls[call]!);
      return load();
    })();
  };
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
