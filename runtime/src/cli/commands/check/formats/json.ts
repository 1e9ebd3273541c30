import type { JudgedCondition, JudgedContract, Outcome } from "../../../judging/judge.js";
import type { CheckReport } from "../report.js";

const AT_IMPORT = "at import";

/** `judged` marks a condition that fails only because it cannot be judged here. */
const judgedOf = (outcome: Outcome) => (outcome === "undecided" ? AT_IMPORT : undefined);

function conditionData({ path, expected, optional, found, remark, violation, undecided }: JudgedCondition): object {
  const isUndecided = undecided !== undefined;
  return {
    path,
    expected,
    optional,
    holds: !violation && !isUndecided,
    judged: isUndecided ? AT_IMPORT : undefined,
    kind: violation?.kind,
    found,
    hint: undecided ?? remark,
  };
}

function contractData({ contract, source, sidecars, outcome, alternatives }: JudgedContract): object {
  const { package: name, module, line } = contract;
  return {
    package: name,
    module,
    source,
    line,
    sidecars,
    holds: outcome === "holds",
    judged: judgedOf(outcome),
    alternatives: alternatives.map((alternative) => ({
      holds: alternative.outcome === "holds",
      judged: judgedOf(alternative.outcome),
      note: alternative.note,
      conditions: alternative.conditions.map(conditionData),
      importer: alternative.importer === undefined ? undefined : { expected: alternative.importer, judged: AT_IMPORT },
    })),
  };
}

/** The report as plain data. `version` increases when its form changes in a way that readers notice. */
export function formatJson({ contracts, unreadable }: CheckReport): string {
  const holds = !unreadable.length && contracts.every(({ outcome }) => outcome === "holds");
  return `${JSON.stringify({ version: 1, holds, contracts: contracts.map(contractData), unreadable }, null, 2)}\n`;
}
