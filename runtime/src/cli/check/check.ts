import type { CommandContext } from "../../cli.js";
import { collectContracts, reportUnreadable } from "../sidecars/collect.js";
import { describeAbsence } from "../sidecars/sources.js";
import type { CHECK_OPTIONS } from "./command.js";
import { supposeFacts, supposePackages } from "./facts.js";
import { createJudge, reasonsOf } from "./judge.js";
import { FORMATTERS } from "./report.js";

/**
 * Runs `importspy check`.
 *
 * @param context - What was given.
 * @returns The exit code.
 */
export async function runCheck(context: CommandContext<typeof CHECK_OPTIONS>): Promise<number> {
  const { values, cwd, env, stdout, stderr } = context;
  const operands = context.positionals.length ? context.positionals : ["."];
  const facts = supposeFacts(values, env, cwd);
  const packages = supposePackages(values.package);
  const { contracts, unreadable, empty } = collectContracts(operands, cwd);
  if (!contracts.length && !unreadable.length) {
    context.fail(empty.map((selection) => describeAbsence(selection, cwd)).join(", and "));
  }
  const judged = createJudge(facts, packages)(contracts);
  stdout.write(FORMATTERS[values.format ?? "human"]({ contracts: judged, unreadable }, context));
  reportUnreadable("check", unreadable, stderr);
  const undecided = judged.filter(({ outcome }) => outcome === "undecided");
  for (const each of undecided) {
    const place = `${each.source}:${each.contract.line}`;
    for (const reason of reasonsOf(each)) stderr.write(`importspy check: ${place}: ${reason}\n`);
  }
  if (unreadable.length || undecided.length) return 2;
  return judged.every(({ outcome }) => outcome === "holds") ? 0 : 1;
}
