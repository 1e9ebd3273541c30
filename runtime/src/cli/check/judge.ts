import { expectedOf } from "../../condition.js";
import type { Alternative, Condition, Contract, Judge, Validator, Violation } from "../../contract.js";
import { judgeVariable } from "../../environment.js";
import { ContractViolationError } from "../../error.js";
import type { Facts } from "../../facts.js";
import { describeRuntimes, judgePackage, judgeRuntimes, judgeWord } from "../../fields.js";
import { judgeEnvironment, judgeImporter, type Verdict } from "../../judge.js";
import { packageVersion } from "../../packages.js";
import { describeAlternatives } from "../../report.js";
import type { FoundContract } from "../sidecars/collect.js";

/** What became of one condition. Holds no value of a variable. */
export interface JudgedCondition {
  readonly path: string;
  readonly expected: string;
  readonly optional: boolean;
  /** What was found; absent for variables, and where nothing was found. */
  readonly found: string | undefined;
  /** What was found, in words; of a variable no more than whether it is set. */
  readonly remark: string;
  /** `undefined` when the condition holds. */
  readonly violation: Violation | undefined;
}

/** What became of one alternative. */
export interface JudgedAlternative {
  readonly holds: boolean;
  readonly conditions: readonly JudgedCondition[];
  /** Who may import, in words: judged at import. */
  readonly importer: string | undefined;
  readonly note: string | undefined;
}

/** What became of a contract: it holds when one of its alternatives does. */
export interface JudgedContract extends FoundContract {
  readonly holds: boolean;
  readonly alternatives: readonly JudgedAlternative[];
  /** The violations of each alternative. */
  readonly verdicts: readonly Verdict[];
}

/** What loading the module would say here. */
export function describeBroken({ contract, verdicts }: JudgedContract): string {
  return new ContractViolationError(contract, verdicts, undefined, describeBroken).message;
}

type FindPackage = (name: string) => string | undefined;

type Description = Pick<JudgedCondition, "found" | "remark">;

const absent = (remark: string): Description => ({ found: undefined, remark });
const present = (found: string): Description => ({ found, remark: `found ${found}` });

function describeFact({ path, oneOf }: Condition, facts: Facts, findPackage: FindPackage): Description {
  if (oneOf) return present(describeRuntimes(facts.runtime));
  const dot = path.indexOf(".");
  const name = path.slice(dot + 1);
  switch (dot < 0 ? path : path.slice(0, dot)) {
    case "env":
      return absent(typeof facts.env[name] === "string" ? "set" : "not set");
    case "runtime":
      return present(facts.runtime[name] || describeRuntimes(facts.runtime));
    case "packages": {
      const version = findPackage(name);
      return version === undefined ? absent("not installed") : present(version);
    }
    default: {
      const fact = facts[path as "os" | "arch" | "libc"];
      return fact === undefined ? absent("unknown here") : present(JSON.stringify(fact));
    }
  }
}

const describeViolation = ({ found, hint }: Violation): Description =>
  found === undefined ? absent(hint) : present(found);

function judgeAlternative(
  { conditions, packages = [], importer, note }: Alternative,
  violations: Verdict,
  describe: (condition: Condition) => Description,
): JudgedAlternative {
  const judged = [...conditions, ...packages].map((condition) => {
    const { path, optional = false } = condition;
    const violation = violations.find((each) => each.path === path);
    const description = violation ? describeViolation(violation) : describe(condition);
    return { path, expected: expectedOf(condition), optional, ...description, violation };
  });
  return { holds: !violations.length, conditions: judged, importer: importer?.expected, note };
}

/** The judges of all fields, over facts that may be supposed. */
function judgesOf(
  facts: Facts,
  findPackage: FindPackage,
  validators: readonly Validator[],
): Readonly<Record<string, Judge>> {
  return {
    os: (condition) => judgeWord(condition, facts.os, validators),
    arch: (condition) => judgeWord(condition, facts.arch, validators),
    libc: (condition) => judgeWord(condition, facts.libc, validators),
    runtime: (condition, name) => judgeRuntimes(condition, name, facts.runtime),
    env: (condition, name) => judgeVariable(condition, name, facts.env, validators),
    packages: (condition, name) => judgePackage(condition, findPackage(name)),
  };
}

/** Without what it asks of importers: there is none. Judged against facts that may be supposed. */
function withFacts(contract: Contract, facts: Facts, findPackage: FindPackage): Contract {
  return {
    ...contract,
    alternatives: contract.alternatives.map(({ importer: _, ...alternative }) => alternative),
    uses: {
      ...(contract.alternatives.length > 1 && { describeAlternatives }),
      ...judgesOf(facts, findPackage, contract.validators),
    },
  };
}

/**
 * Judges a contract as the runtime would, except for who imports.
 *
 * @param found - The contract.
 * @param facts - What to judge it against.
 * @param packages - Versions of packages that are supposed; the others are resolved from the sidecar's folder.
 */
export function judgeContract(
  found: FoundContract,
  facts: Facts,
  packages: ReadonlyMap<string, string>,
): JudgedContract {
  const findPackage: FindPackage = (name) => packages.get(name) ?? packageVersion(name, found.location);
  const contract = withFacts(found.contract, facts, findPackage);
  const verdicts = judgeImporter(contract, undefined, judgeEnvironment(contract));
  const describe = (condition: Condition) => describeFact(condition, facts, findPackage);
  const alternatives = found.contract.alternatives.map((alternative, index) =>
    judgeAlternative(alternative, verdicts[index]!, describe),
  );
  return { ...found, holds: alternatives.some(({ holds }) => holds), alternatives, verdicts };
}
