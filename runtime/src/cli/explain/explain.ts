import { resolve } from "node:path";
import type { CommandContext, Paint } from "../../cli.js";
import { collectContracts, type FoundContract, reportUnreadable } from "../sidecars/collect.js";
import { describeAbsence, findStaleness } from "../sidecars/sources.js";
import type { EXPLAIN_OPTIONS } from "./command.js";
import { formatEnv } from "./formats/env.js";
import { formatJson } from "./formats/json.js";
import { formatMarkdown } from "./formats/markdown.js";
import { formatText } from "./formats/text.js";
import { type ContractTerms, termsOf } from "./terms.js";

const FORMATTERS: Readonly<Record<string, (contracts: readonly ContractTerms[], paint: Paint) => string>> = {
  text: formatText,
  json: formatJson,
  markdown: formatMarkdown,
  env: formatEnv,
};

/** Tells which contracts are not what their sources say. Returns whether that is certain of one. */
function reportStale(contracts: readonly FoundContract[], { cwd, stderr }: Pick<CommandContext, "cwd" | "stderr">) {
  let isStale = false;
  for (const { contract, source, sidecars, location } of contracts) {
    const found = findStaleness(resolve(cwd, source), contract.line, location);
    if (!found) continue;
    isStale ||= found.isCertain;
    const verb = found.isCertain ? "is" : "may be";
    stderr.write(`importspy explain: ${source} ${found.reason}: ${sidecars[0]} ${verb} stale; build again\n`);
  }
  return isStale;
}

/**
 * Runs `importspy explain`.
 *
 * @param context - What was given.
 * @returns The exit code.
 */
export async function runExplain(context: CommandContext<typeof EXPLAIN_OPTIONS>): Promise<number> {
  const { positionals, values, cwd, stdout, stderr, paint } = context;
  if (!positionals.length) context.fail("name a module or a folder: importspy explain <module|dir>");
  const { contracts, unreadable, empty } = collectContracts(positionals, cwd);
  const absences = empty.map((selection) => describeAbsence(selection, cwd));
  if (!contracts.length && !unreadable.length) context.fail(absences.join(", and "));
  if (contracts.length) stdout.write(FORMATTERS[values.format ?? "text"]!(contracts.map(termsOf), paint));
  for (const line of absences) stderr.write(`importspy explain: ${line}\n`);
  reportUnreadable("explain", unreadable, stderr);
  const isStale = reportStale(contracts, context);
  return unreadable.length || isStale ? 2 : 0;
}
