import type { CommandContext, Paint } from "../../cli.js";
import { collectContracts, reportUnreadable } from "../sidecars/collect.js";
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

/**
 * Runs `importspy explain`.
 *
 * @param context - What was given.
 * @returns The exit code.
 */
export async function runExplain(context: CommandContext<typeof EXPLAIN_OPTIONS>): Promise<number> {
  const { positionals, values, cwd, stdout, stderr, paint } = context;
  if (!positionals.length) context.fail("name a module or a folder: importspy explain <module|dir>");
  const { contracts, unreadable } = collectContracts(positionals, cwd);
  if (!contracts.length && !unreadable.length) {
    context.fail(`no contract found in ${positionals.join(", ")}; build first, or name the folder of the output`);
  }
  if (contracts.length) stdout.write(FORMATTERS[values.format ?? "text"]!(contracts.map(termsOf), paint));
  reportUnreadable("explain", unreadable, stderr);
  return unreadable.length ? 2 : 0;
}
