import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "../cli.js";
import { TRANSFORMER_COMMANDS as LISTED } from "../generated/commands.js";
import { hasCode } from "./failure.js";

const SPECIFIER = "@importspy/transformer/cli";

/** The commands of `@importspy/transformer`. Help lists them even when it is not installed. */
export const TRANSFORMER_COMMANDS: readonly Pick<Command, "name" | "summary">[] = LISTED;

/** Resolves from the user's project first, because this package may be installed globally. */
function resolve(cwd: string): string | undefined {
  for (const from of [join(cwd, "package.json"), import.meta.url]) {
    try {
      return createRequire(from).resolve(SPECIFIER);
    } catch (error) {
      // The command itself reports an invalid package.json.
      const codes = ["MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED", "ERR_INVALID_PACKAGE_CONFIG"];
      if (!hasCode(error, ...codes)) throw error;
    }
  }
  return undefined;
}

/**
 * Loads the commands of `@importspy/transformer`.
 *
 * @param cwd - The working directory.
 * @returns `undefined` when it is not installed.
 */
export async function loadTransformerCommands(cwd: string): Promise<readonly Command[] | undefined> {
  const file = resolve(cwd);
  if (file === undefined) return undefined;
  const { commands } = (await import(pathToFileURL(file).href)) as { commands: readonly Command[] };
  return commands;
}
