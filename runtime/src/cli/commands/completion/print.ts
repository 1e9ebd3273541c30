import type { Command, CommandContext } from "../../../cli.js";
import { loadTransformerCommands, TRANSFORMER_COMMANDS } from "../../transformer.js";
import { bash, fish, zsh } from "./shells.js";

const SHELLS: Readonly<Record<string, (commands: readonly Command[]) => string>> = { bash, zsh, fish };

/** A command that is not installed here. Completion still offers its name. */
const absent = (command: Pick<Command, "name" | "summary">): Command => ({
  ...command,
  operands: "",
  options: {},
  examples: [],
  run: () => 2,
});

/**
 * Runs `importspy completion`.
 *
 * @param context - The arguments and streams.
 * @param commands - The commands of this package.
 */
export async function print(
  { positionals, cwd, stdout, fail }: CommandContext,
  commands: readonly Command[],
): Promise<number> {
  const [shell = ""] = positionals;
  const write = Object.hasOwn(SHELLS, shell) && positionals.length === 1 ? SHELLS[shell]! : undefined;
  if (!write) fail("name one shell: importspy completion bash|zsh|fish");
  const installed = (await loadTransformerCommands(cwd)) ?? TRANSFORMER_COMMANDS.map(absent);
  stdout.write(write!([...installed, ...commands]));
  return 0;
}
