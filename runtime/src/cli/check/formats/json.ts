import type { JudgedContract } from "../judge.js";
import type { CheckReport } from "../report.js";

function contractData({ contract, source, sidecars, holds, alternatives }: JudgedContract): object {
  const { package: name, module, line } = contract;
  return {
    package: name,
    module,
    source,
    line,
    sidecars,
    holds,
    alternatives: alternatives.map((alternative) => ({
      holds: alternative.holds,
      note: alternative.note,
      conditions: alternative.conditions.map(({ path, expected, optional, found, remark, violation }) => ({
        path,
        expected,
        optional,
        holds: !violation,
        kind: violation?.kind,
        found,
        hint: remark,
      })),
      importer:
        alternative.importer === undefined ? undefined : { expected: alternative.importer, judged: "at import" },
    })),
  };
}

/** The report as plain data. `version` counts changes of its shape that readers would notice. */
export function formatJson({ contracts, unreadable }: CheckReport): string {
  const holds = !unreadable.length && contracts.every((contract) => contract.holds);
  return `${JSON.stringify({ version: 1, holds, contracts: contracts.map(contractData), unreadable }, null, 2)}\n`;
}
