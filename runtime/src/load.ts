/**
 * What sidecars import when a file calls `load<T>()`, or when a contract describes the exports of a package.
 *
 * @module
 */
import type { Contract, Edge, ImporterIdentity, LoadData, ModuleShape, Validator, Violation } from "./contract.js";
import { contractOf, damagedSidecar, isDamage } from "./guard/damaged.js";
import { ContractViolationError, calls } from "./guard.js";
import { findMissing, type ImportModule } from "./load/linking.js";
import { contractsOf, isNode, locate } from "./load/located.js";
import { type LoadPlace, refuse, violationsOf } from "./load/refusal.js";
import { findModuleMistakes, type ModuleMistake, type ValidatorAt } from "./load/walk.js";
import { wordsOf } from "./load/words.js";

/** The exports that a module must have for every member of the type. */
function requiredOf(shapes: readonly ModuleShape[]): ReadonlyMap<string, ModuleShape> {
  let [root] = shapes;
  while (root?.kind === "ref") root = shapes[root.to];
  const members = root?.kind === "object" ? root.members.filter(({ optional }) => !optional) : [];
  return new Map(members.map(({ name, shape }) => [name, shape]));
}

/** The exports of a CommonJS module, when they may differ from the namespace of `import()`. */
function commonJsOf(namespace: unknown, isCommonJs: boolean): { readonly exports: unknown } | undefined {
  const module = (namespace ?? {}) as Readonly<Record<string, unknown>>;
  if (!("default" in module)) return undefined;
  const { default: exports } = module;
  const isMarked = (typeof exports === "object" || typeof exports === "function") && exports && "__esModule" in exports;
  return isCommonJs || "module.exports" in module || isMarked ? { exports } : undefined;
}

/** Finds the validators that shapes use. */
const validatorsOf =
  (validators: readonly Validator[], module: string): ValidatorAt =>
  (index) => {
    const validator = validators?.[index];
    if (!validator) throw damagedSidecar(module);
    return validator;
  };

/**
 * Creates the implementation of `load<T>()` for a file. Its sidecar calls this.
 *
 * @param file - The calling file.
 * @param loads - Its calls, by number.
 * @param validators - The validators that the calls use.
 * @param importModule - `import()` of the calling file.
 * @param location - The URL or path of the sidecar.
 * @param links - Whether the host links all modules before it evaluates them. Loaders of test runners do not.
 */
export function load(
  file: ImporterIdentity,
  loads: readonly LoadData[],
  validators: readonly Validator[],
  importModule: ImportModule,
  location?: string,
  links = isNode,
): (number: number, specifier: string | { readonly href: string }) => Promise<unknown> {
  const validatorAt = validatorsOf(validators, file?.module);
  const loadModule = async (number: number, given: string | { readonly href: string }): Promise<unknown> => {
    const { line, shapes } = loads?.[number] ?? ({} as Partial<LoadData>);
    if (line === undefined || !shapes) throw damagedSidecar(file?.module);
    if (!shapes.length)
      throw new Error(`${file.module}:${line}: the type of load<…>() has errors; fix them and build again`);
    const specifier = typeof given === "string" ? given : given.href;
    const place: LoadPlace = { file, line, specifier: specifier.startsWith("data:") ? "a data URL" : specifier };
    const refuseFor = (mistakes: readonly ModuleMistake[]) =>
      refuse(place, violationsOf(mistakes, "exports"), loadModule);

    const url = locate(specifier, location);
    const required = requiredOf(shapes);
    const { missing, isCommonJs } =
      links && url ? await findMissing(importModule, url, [...required.keys()]) : { missing: [], isCommonJs: false };
    if (missing.length) {
      throw refuseFor(
        missing.map((name) => ({
          place: `.${name}`,
          kind: "missing",
          expected: wordsOf(required.get(name)!, shapes),
          hint: "not exported",
        })),
      );
    }
    const edges = url ? contractsOf(url).map(([name, copy]): Edge => [name, copy, line, 2]) : [];
    const loaded = () => importModule(specifier);
    const module = edges.length ? await calls([file, [edges], location], 0, loaded, loadModule) : await loaded();
    return validate(module, shapes, isCommonJs, refuseFor);
  };

  const validate = (
    module: unknown,
    shapes: readonly ModuleShape[],
    isCommonJs: boolean,
    refuseFor: (mistakes: readonly ModuleMistake[]) => Error,
  ): unknown => {
    try {
      const mistakes = findModuleMistakes(module, shapes, validatorAt);
      if (!mistakes.length) return module;
      const common = commonJsOf(module, isCommonJs);
      const others = common && findModuleMistakes(common.exports, shapes, validatorAt);
      if (common && !others!.length) return common.exports;
      throw refuseFor(others && others.length <= mistakes.length ? others : mistakes);
    } catch (error) {
      if (error instanceof ContractViolationError || isDamage(error)) throw error;
      const expected = wordsOf(shapes[0]!, shapes);
      // The error is dropped, because a proxy may throw anything.
      const isDeep = error instanceof RangeError;
      const hint = isDeep ? "too large or nested too deeply to be validated" : "cannot be read: reading it throws";
      throw refuseFor([{ place: "", kind: "invalid", expected, hint }]);
    }
  };
  return loadModule;
}

/** A contract that the guard has judged. */
interface JudgedContract extends Contract {
  readonly environment?: readonly (readonly Violation[])[];
}

/** The violations in the exports of a package, for one alternative. */
function judgeShape(contract: Contract, alternative: number, name: string, module: unknown): readonly Violation[] {
  const path = `packages.${name}`;
  const shape = contract.alternatives[alternative]!.packages?.find((condition) => condition.path === path)?.shape;
  const validatorAt = validatorsOf(contract.validators, contract.module);
  const mistakes = shape ? findModuleMistakes(module, shape, validatorAt) : [];
  const common = mistakes.length ? commonJsOf(module, false) : undefined;
  const isCommon = common && !findModuleMistakes(common.exports, shape!, validatorAt).length;
  return isCommon ? [] : violationsOf(mistakes, path).map((violation) => ({ ...violation, alternative }));
}

/** Loads a package. Gives nothing when it is missing and every alternative allows that. */
function loadPackage({ alternatives }: Contract, name: string, load: () => unknown): readonly [module?: unknown] {
  try {
    return [load()];
  } catch (error) {
    const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
    const conditions = alternatives.flatMap(({ packages = [] }) => packages);
    const isOptional = conditions.every(({ path, optional }) => path !== `packages.${name}` || optional);
    if (code === "MODULE_NOT_FOUND" && isOptional && String(message).includes(`'${name}'`)) return [];
    throw error;
  }
}

/**
 * Validates the exports of packages in a contract, after all other conditions hold. In CommonJS the sidecar calls this.
 * In an ES module, the contracted module calls it first, because its imports are loaded by then.
 *
 * @param key - The contract's key.
 * @param packages - Gives each package, by name.
 * @throws {@link ContractViolationError} when the exports do not have the shape.
 */
export function shaped(key: string, packages: Readonly<Record<string, () => unknown>>): void {
  const contract = contractOf<JudgedContract>(key);
  const loaded = Object.entries(packages).flatMap(([name, load]) =>
    loadPackage(contract, name, load).map((module) => [name, module] as const),
  );
  const verdicts = contract.alternatives.map((_, index) => {
    const others = contract.environment?.[index] ?? [];
    return others.length ? others : loaded.flatMap(([name, module]) => judgeShape(contract, index, name, module));
  });
  if (verdicts.every(({ length }) => length)) {
    throw new ContractViolationError(contract, [verdicts, contract.loadedBy], shaped);
  }
}
