import type { CommandContext, Paint } from "../../../cli.js";
import { findEntry } from "../../needs/entry.js";
import { findNeeds, type Need } from "../../needs/needs.js";
import { collectContracts, type FoundContract, reportUnreadable } from "../../sidecars/collect.js";
import { describeAbsence, reportStale } from "../../sidecars/sources.js";
import { formatEnv } from "./formats/env.js";
import { formatJson } from "./formats/json.js";
import { formatMarkdown } from "./formats/markdown.js";
import { formatText } from "./formats/text.js";
import type { EXPLAIN_OPTIONS } from "./options.js";
import { type ContractTerms, termsOf } from "./terms.js";
import { explainWhy } from "./why.js";

const FORMATTERS: Readonly<Record<string, (contracts: readonly ContractTerms[], paint: Paint) => string>> = {
  text: formatText,
  json: formatJson,
  markdown: formatMarkdown,
  env: formatEnv,
};

type Context = CommandContext<typeof EXPLAIN_OPTIONS>;

const format = (contracts: readonly (FoundContract | Need)[], { values, paint }: Context): string =>
  FORMATTERS[values.format ?? "text"]!(contracts.map(termsOf), paint);

/** `explain --needs`: the contracts that a file reaches through its imports. */
function explainNeeds(operand: string, option: string, context: Context): number {
  const { positionals, values, cwd, stdout, stderr } = context;
  if (positionals.length) context.fail(`${option} takes one file; what is ${positionals[0]} for?`);
  const { file, contracts, notFollowed, unreadable } = findNeeds(findEntry(operand, cwd, option), cwd);
  const isText = (values.format ?? "text") === "text";
  stdout.write(contracts.length || !isText ? format(contracts, context) : `${file} needs no contract\n`);
  for (const each of notFollowed) {
    stderr.write(`importspy explain: ${each.file}:${each.line} was not followed: ${each.reason}\n`);
  }
  reportUnreadable("explain", unreadable, stderr);
  const isStale = reportStale("explain", contracts, cwd, stderr);
  return unreadable.length || isStale ? 2 : 0;
}

/**
 * Runs `importspy explain`.
 *
 * @param context - The arguments and streams.
 * @returns The exit code.
 */
export async function runExplain(context: Context): Promise<number> {
  const { positionals, values, cwd, stdout, stderr } = context;
  if (values.why !== undefined) return explainWhy(values.why, positionals, context);
  if (values.needs !== undefined) return explainNeeds(values.needs, "--needs", context);
  if (values.entry !== undefined) return explainNeeds(values.entry, "--entry", context);
  if (!positionals.length) context.fail("name a module or a folder: importspy explain <module|dir>");
  const { contracts, unreadable, empty } = collectContracts(positionals, cwd);
  const absences = empty.map((selection) => describeAbsence(selection, cwd));
  if (!contracts.length && !unreadable.length) context.fail(absences.join(", and "));
  if (contracts.length) stdout.write(format(contracts, context));
  for (const line of absences) stderr.write(`importspy explain: ${line}\n`);
  reportUnreadable("explain", unreadable, stderr);
  const isStale = reportStale("explain", contracts, cwd, stderr);
  return unreadable.length || isStale ? 2 : 0;
}
