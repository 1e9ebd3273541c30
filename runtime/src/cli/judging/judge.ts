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

/** What became of one condition. Holds no value of a variable. */
export interface JudgedCondition {
  readonly path: string;
  readonly expected: string;
  readonly optional: boolean;
  /** What was found; absent for variables, and where nothing was found. */
  readonly found: string | undefined;
  /** What was found, in words; of a variable no more than whether it is set. */
  readonly remark: string;
  /** `undefined` when the condition holds, or cannot be judged here. */
  readonly violation: Violation | undefined;
  /** Why only an import can judge it, when that is so. */
  readonly undecided: string | undefined;
}

/** What became of one alternative, or of a contract. Undecided: nothing is known to break it, or to make it hold. */
export type Outcome = "holds" | "broken" | "undecided";

/** What became of one alternative. */
export interface JudgedAlternative {
  readonly outcome: Outcome;
  readonly conditions: readonly JudgedCondition[];
  /** Who may import, in words: judged at import. */
  readonly importer: string | undefined;
  readonly note: string | undefined;
}

/** What became of a contract: it holds when one of its alternatives does. */
export interface JudgedContract extends FoundContract {
  readonly outcome: Outcome;
  readonly alternatives: readonly JudgedAlternative[];
  /** The violations of each alternative. */
  readonly verdicts: readonly Verdict[];
}

/** What loading the module would say here. */
export function describeBroken({ contract, verdicts }: JudgedContract): string {
  const uses = verdicts.length > 1 ? { describeAlternatives } : {};
  const broken = { ...contract, uses, validators: [] };
  return new ContractViolationError(broken, [verdicts, undefined], describeBroken).message;
}

/** What only an import can judge of a contract, and why. */
export function reasonsOf({ alternatives }: JudgedContract): readonly string[] {
  const conditions = alternatives.flatMap((alternative) => alternative.conditions);
  return conditions.flatMap(({ path, undecided }) => (undecided === undefined ? [] : `${path} ${undecided}`));
}

/** What was found for a condition that holds, or may be absent. */
function describeFact(condition: Condition, collectors: Collectors, contract: Contract): Description {
  const [field, member] = splitPath(condition.path);
  return FIELDS[field].describe(condition, member, collectors[field](contract, undefined));
}

const describeViolation = ({ found, hint }: Violation): Description => ({
  found,
  remark: found === undefined ? hint : `found ${found}`,
});

/** What became of an alternative or a contract, by what is known to be wrong, and what only an import can judge. */
const outcomeOf = (isBroken: boolean, isUndecided: boolean): Outcome =>
  isBroken ? "broken" : isUndecided ? "undecided" : "holds";

/** What is wrong inside a variable that is a list or JSON: `env.FLAGS.beta`. */
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

/** Without what it asks of importers: there is none. */
const withoutImporter = ({ importer: _, ...alternative }: Alternative): Alternative => alternative;

/**
 * Makes the judge of contracts: as the runtime would judge them, except for who imports. No code of theirs is run.
 *
 * @param collectors - What collects the facts to judge against; they may be supposed.
 * @returns Judges each of some contracts. What takes too long to judge is undecided.
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
