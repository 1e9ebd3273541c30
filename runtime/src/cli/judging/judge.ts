import type { Alternative, Condition, Contract, Violation } from "../../contract.js";
import { type Description, FIELDS, splitPath } from "../../fields.js";
import { expectedOf } from "../../guard/condition.js";
import { ContractViolationError } from "../../guard/error.js";
import { judgeEnvironment, type Verdict, verdictsFor } from "../../guard/judge.js";
import { describeAlternatives } from "../../guard/report.js";
import type { FoundContract } from "../sidecars/collect.js";
import { type Bench, createBench, judgeInTime, type Undecided } from "./bench.js";
import type { Collectors } from "./suppose.js";
import { createValidatorReader } from "./validators.js";

/** The result for one condition. Never contains the value of a variable. */
export interface JudgedCondition {
  readonly path: string;
  readonly expected: string;
  readonly optional: boolean;
  /** The fact that was found; absent for variables and for missing facts. */
  readonly found: string | undefined;
  /** The fact in words; for a variable only whether it is set. */
  readonly remark: string;
  /** `undefined` when the condition holds or cannot be judged here. */
  readonly violation: Violation | undefined;
  /** Why only a real import can judge the condition. */
  readonly undecided: string | undefined;
}

/** The result for an alternative or a contract. Undecided: not known to be broken and not known to hold. */
export type Outcome = "holds" | "broken" | "undecided";

/** The result for one alternative. */
export interface JudgedAlternative {
  readonly outcome: Outcome;
  readonly conditions: readonly JudgedCondition[];
  /** Who may import, in words. Judged only at import. */
  readonly importer: string | undefined;
  readonly note: string | undefined;
}

/** The result for a contract: it holds when one of its alternatives holds. */
export interface JudgedContract extends FoundContract {
  readonly outcome: Outcome;
  readonly alternatives: readonly JudgedAlternative[];
  /** The violations of each alternative. */
  readonly verdicts: readonly Verdict[];
}

/** The message that loading the module would show here. */
export function describeBroken({ contract, verdicts }: JudgedContract): string {
  const uses = verdicts.length > 1 ? { describeAlternatives } : {};
  const broken = { ...contract, uses, validators: [] };
  return new ContractViolationError(broken, [verdicts, undefined], describeBroken).message;
}

/** The conditions that only a real import can judge, with reasons. */
export function reasonsOf({ alternatives }: JudgedContract): readonly string[] {
  const conditions = alternatives.flatMap((alternative) => alternative.conditions);
  return conditions.flatMap(({ path, undecided }) => (undecided === undefined ? [] : `${path} ${undecided}`));
}

/** The fact for a condition that holds or is optional. */
function describeFact(condition: Condition, collectors: Collectors, contract: Contract): Description {
  const [field, member] = splitPath(condition.path);
  return FIELDS[field].describe(condition, member, collectors[field](contract, undefined));
}

const describeViolation = ({ found, hint }: Violation): Description => ({
  found,
  remark: found === undefined ? hint : `found ${found}`,
});

/** The result, from whether something is broken and whether something is undecided. */
const outcomeOf = (isBroken: boolean, isUndecided: boolean): Outcome =>
  isBroken ? "broken" : isUndecided ? "undecided" : "holds";

/** A violation inside a variable that is a list or JSON: `env.FLAGS.beta`. */
function violationInside({ path, list, json }: Condition, violations: Verdict): Violation | undefined {
  return list || json
    ? violations.find((each) => each.path.startsWith(`${path}.`) || each.path.startsWith(`${path}[`))
    : undefined;
}

function judgeAlternative(
  { conditions, packages = [], importer, note }: Alternative,
  violations: Verdict,
  undecided: Undecided,
  describe: (condition: Condition) => Description,
): JudgedAlternative {
  const judged = [...conditions, ...packages].map((condition): JudgedCondition => {
    const { path, optional = false } = condition;
    const stated = { path, expected: expectedOf(condition), optional };
    const reason = undecided.get(condition);
    if (reason !== undefined) {
      return { ...stated, found: undefined, remark: "judged at import", violation: undefined, undecided: reason };
    }
    const violation = violations.find((each) => each.path === path) ?? violationInside(condition, violations);
    const description = violation ? describeViolation(violation) : describe(condition);
    return { ...stated, ...description, violation, undecided: undefined };
  });
  const outcome = outcomeOf(
    judged.some(({ violation }) => violation),
    judged.some((each) => each.undecided !== undefined),
  );
  return { outcome, conditions: judged, importer: importer?.expected, note };
}

/** An alternative without its importer condition, because nothing imports here. */
const withoutImporter = ({ importer: _, ...alternative }: Alternative): Alternative => alternative;

/**
 * Creates the judge of contracts. It judges like the runtime, except for the importer, and runs no code of the
 * contract.
 *
 * @param collectors - Collect the facts, real or supposed.
 * @returns Judges a list of contracts. A condition that takes too long is undecided.
 */
export function createJudge(
  collectors: Collectors,
): (contracts: readonly FoundContract[]) => readonly JudgedContract[] {
  const findValidator = createValidatorReader();
  const judge = (found: FoundContract, bench: Bench): JudgedContract => {
    const { contract } = found;
    const judged: Contract = {
      ...contract,
      alternatives: contract.alternatives.map(withoutImporter),
      uses: bench.usesOf(collectors),
      validators: [],
      location: found.location,
    };
    const verdicts = verdictsFor(judged, undefined, judgeEnvironment(judged));
    const describe = (condition: Condition) => describeFact(condition, collectors, judged);
    const alternatives = contract.alternatives.map((alternative, index) =>
      judgeAlternative(alternative, verdicts[index]!, bench.undecided, describe),
    );
    const outcome = alternatives.some((each) => each.outcome === "holds")
      ? "holds"
      : outcomeOf(
          alternatives.every((each) => each.outcome === "broken"),
          true,
        );
    const known = alternatives.map(({ conditions }) => conditions.flatMap(({ violation }) => violation ?? []));
    return { ...found, outcome, alternatives, verdicts: known };
  };
  return (contracts) => judgeInTime(contracts, (found) => createBench(found, findValidator), judge);
}
