import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  AmbiguousModule,
  CommandFailure,
  collectContracts,
  describeAbsence,
  findEntry,
  findNeeds,
  lockNeeds,
  lockOutput,
  reportStale,
  reportUnreadable,
} from "importspy/dist/cli/outputs.cjs";
import type { CommandContext } from "importspy/dist/cli.cjs";
import { formatHtml } from "./formats/html.js";
import { formatSvg } from "./formats/svg.js";
import { formatDot, formatJson, formatMermaid } from "./formats/text.js";
import { placeGroups } from "./layout.js";
import { createGraph, type Graph } from "./model.js";
import type { GRAPH_OPTIONS } from "./options.js";

type Context = CommandContext<typeof GRAPH_OPTIONS>;

const FORMATTERS: Readonly<Record<string, (graph: Graph) => string | Promise<string>>> = {
  html: async (graph) => formatHtml(graph, await placeGroups(graph)),
  svg: async (graph) => formatSvg(graph, await placeGroups(graph)),
  mermaid: formatMermaid,
  dot: formatDot,
  json: formatJson,
};

function collectAll({ positionals, cwd, stderr, fail }: Context) {
  const collected = collectContracts(positionals.length ? positionals : ["."], cwd);
  const { contracts, unreadable, empty } = collected;
  const absences = empty.map((selection) => describeAbsence(selection, cwd));
  if (!contracts.length && !unreadable.length) fail(absences.join(", and "));
  for (const line of absences) stderr.write(`importspy graph: ${line}\n`);
  return { found: contracts, locked: lockOutput(collected), unreadable };
}

/** The contracts that one file reaches through its imports. */
function collectReached(entry: string, { positionals, cwd, stderr, fail }: Context) {
  if (positionals.length) fail(`--entry takes one file; what is ${positionals[0]} for?`);
  const { file, contracts, notFollowed, unreadable } = findNeeds(findEntry(entry, cwd, "--entry"), cwd);
  for (const each of notFollowed) {
    stderr.write(`importspy graph: ${each.file}:${each.line} was not followed: ${each.reason}\n`);
  }
  if (!contracts.length && !unreadable.length) fail(`${file} reaches no contract`);
  return { found: contracts, locked: lockNeeds(contracts, cwd), unreadable };
}

/**
 * Runs `importspy graph`.
 *
 * @param context - The arguments and streams.
 * @returns The exit code.
 */
export async function runGraph(context: Context): Promise<number> {
  const { values, cwd, stdout, stderr, fail } = context;
  let collected: ReturnType<typeof collectAll>;
  try {
    collected = values.entry === undefined ? collectAll(context) : collectReached(values.entry, context);
  } catch (error) {
    if (error instanceof CommandFailure || error instanceof AmbiguousModule) return fail(error.message);
    throw error;
  }
  const { found, locked, unreadable } = collected;
  reportUnreadable("graph", unreadable, stderr);
  const isStale = reportStale("graph", found, cwd, stderr);
  const text = await FORMATTERS[values.format ?? "html"]!(createGraph(locked));
  if (values.output === undefined) stdout.write(text);
  else {
    writeFileSync(path.resolve(cwd, values.output), text);
    stdout.write(`${values.output} is written: ${locked.length} contract${locked.length === 1 ? "" : "s"}\n`);
  }
  return unreadable.length || isStale ? 2 : 0;
}
