import type { CommandContext } from "../../../cli.js";
import { createJudge, reasonsOf } from "../../judging/judge.js";
import { supposeFacts } from "../../judging/suppose.js";
import { findEntry } from "../../needs/entry.js";
import { findNeeds } from "../../needs/needs.js";
import { collectContracts, reportUnreadable } from "../../sidecars/collect.js";
import { describeAbsence } from "../../sidecars/sources.js";
import { FORMATTERS } from "./formatters.js";
import type { CHECK_OPTIONS } from "./options.js";

type Context = CommandContext<typeof CHECK_OPTIONS>;

/** The contracts that one file reaches through its imports. */
function collectReached(entry: string, { positionals, cwd, stderr, fail }: Context) {
  if (positionals.length) fail(`--entry takes one file; what is ${positionals[0]} for?`);
  const { contracts, notFollowed, unreadable } = findNeeds(findEntry(entry, cwd, "--entry"), cwd);
  for (const { file, line, reason } of notFollowed) {
    stderr.write(`importspy check: ${file}:${line} was not followed: ${reason}\n`);
  }
  return { contracts, unreadable };
}

/** The contracts to judge. */
function collect(context: Context) {
  const { values, positionals, cwd, fail } = context;
  if (values.entry !== undefined) return collectReached(values.entry, context);
  const { contracts, unreadable, empty } = collectContracts(positionals.length ? positionals : ["."], cwd);
  if (!contracts.length && !unreadable.length) {
    fail(empty.map((selection) => describeAbsence(selection, cwd)).join(", and "));
  }
  return { contracts, unreadable };
}

/**
 * Runs `importspy check`.
 * @param context - The arguments and streams.
 * @param context - What was given.
 * @returns The exit code.
 */
export async function runCheck(context: Context): Promise<number> {
  const { values, cwd, env, stdout, stderr } = context;
  const collectors = supposeFacts(values, env, cwd);
  const { contracts, unreadable } = collect(context);
  const judged = createJudge(collectors)(contracts);
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
