/**
 * The code behind `judge` of `importspy/testing`. It is here because it shares code with the commands.
 *
 * @module
 */
import Module from "node:module";
import { resolve } from "node:path";
import { runInThisContext } from "node:vm";
import { readSidecar } from "../artifacts.js";
import type { Announcement, Contract } from "../contract.js";
import { FIELD_NAMES, FIELDS } from "../fields.js";
import { ContractViolationError } from "../guard/error.js";
import { judgeEnvironment, judgeImporter } from "../guard/judge.js";
import { describeAlternatives } from "../guard/report.js";
import { collectorFor, identityFor, type Supposed } from "../testing/facts.js";
import type { Judgement } from "../testing/judgement.js";
import { hasCode, isCommandFailure } from "./failure.js";
import { createBench, judgeInTime } from "./judging/bench.js";
import type { Collectors } from "./judging/suppose.js";
import { createValidatorReader } from "./judging/validators.js";
import { collectContracts, createLocator, type FoundContract } from "./sidecars/collect.js";
import { describeAbsence } from "./sidecars/sources.js";
import { readVersion } from "./version.js";

/** The part of `@importspy/transformer/testing` that is used. */
interface Compiling {
  /** The text of the sidecar for a source file that was never built. */
  sidecarOf(file: string): string | undefined;
}

// Inside a Jest context, loading TypeScript takes half a minute, so `createRequire` comes from the main context.
const { createRequire } = (runInThisContext('process.getBuiltinModule?.("node:module")') ?? Module) as typeof Module;

/** Some hosts guard sources as they run and write no sidecar. Then the compiler plugin creates it. */
function compile(file: string, cwd: string): FoundContract | undefined {
  const from = createRequire(resolve(cwd, "package.json"));
  try {
    const { sidecarOf } = from("@importspy/transformer/testing") as Compiling;
    const text = sidecarOf(file);
    const contract = text === undefined ? undefined : readSidecar(text, readVersion()).contract;
    return contract && createLocator(cwd)(contract, file);
  } catch (error) {
    if (hasCode(error, "MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED")) return undefined;
    throw error;
  }
}

/** The failure of a command is an ordinary error here: no command runs. */
function collect(file: string, cwd: string): ReturnType<typeof collectContracts> {
  try {
    return collectContracts([file], cwd);
  } catch (error) {
    throw isCommandFailure(error) ? new Error(error.message) : error;
  }
}

function findContract(file: string, cwd: string): FoundContract {
  const path = resolve(cwd, file);
  const isSource = /(?<!\.d)\.[cm]?tsx?$/.test(path);
  const { contracts, unreadable, empty } = collect(file, cwd);
  for (const each of unreadable) throw new Error(`judge(): ${each.file} ${each.reason}`);
  const own = contracts.filter(({ contract }) => contract.declaredIn === undefined);
  const [found, other] = own.length ? own : contracts;
  if (other) {
    const names = contracts.map(({ source }) => source).join(", ");
    throw new Error(`judge(): ${file} has several contracts (${names}); name the module of one`);
  }
  const known = found ?? (isSource ? compile(path, cwd) : undefined);
  if (!known) throw new Error(`judge(): ${empty.map((each) => describeAbsence(each, cwd)).join(", ")}`);
  return known;
}

/** The variables of this process, overridden by the supposed ones. */
function overlay(env: Supposed["env"]) {
  const variables = new Map<string, string | undefined>([...Object.entries(process.env), ...env]);
  return () => [Object.fromEntries(variables), "not set"] as const;
}

/**
 * Judges the contract of a module by supposed facts, without running the module.
 *
 * @param file - An emitted file, its sidecar, or a source.
 * @param cwd - The folder for relative paths.
 * @param supposed - The supposed facts. All other facts are the real ones.
 */
export function judgeFile(file: string, cwd: string, supposed: Supposed): Judgement {
  const found = findContract(file, cwd);
  const collectors = Object.fromEntries(
    FIELD_NAMES.map((name) => [
      name,
      name === "env" ? overlay(supposed.env) : (collectorFor(supposed, name) ?? FIELDS[name].collect),
    ]),
  ) as Collectors;
  const findValidator = createValidatorReader();
  const { module, package: name, alternatives } = found.contract;
  const identity = supposed.importer && identityFor(supposed.importer, name);
  const announcement: Announcement = [identity, [`${name}/${module}`, "", 1, 0], found.location];
  // The importer is judged only when the caller names one.
  const asked = identity ? alternatives : alternatives.map(({ importer: _, ...alternative }) => alternative);
  const [[[verdicts = [], , culprit], undecided] = [[[], undefined], new Map()]] = judgeInTime(
    [found],
    (each) => createBench(each, findValidator),
    (each, bench): readonly [ReturnType<typeof judgeImporter>, ReadonlyMap<unknown, string>] => {
      const uses = { ...bench.usesOf(collectors), describeAlternatives };
      const contract: Contract = {
        ...each.contract,
        alternatives: asked,
        uses,
        validators: [],
        location: each.location,
      };
      return [judgeImporter(contract, [announcement], judgeEnvironment(contract)), bench.undecided];
    },
  );
  const admits = verdicts.findIndex((violations) => !violations.length);
  if (admits >= 0) return { admitted: true, alternative: admits, violations: [], error: undefined };
  for (const reason of undecided.values()) throw new Error(`judge(): the contract of ${file} ${reason}`);
  const uses = verdicts.length > 1 ? { describeAlternatives } : {};
  const broken: Contract = { ...found.contract, uses, validators: [] };
  const error = new ContractViolationError(broken, [verdicts, announcement, culprit], judgeFile);
  return { admitted: false, alternative: undefined, violations: error.violations, error };
}
