/**
 * The program behind the command `importspy`. A command's code is loaded only when it runs, so that `check` starts
 * fast.
 *
 * @module
 */
import type { Command, CommandContext } from "../cli.js";
import { UnreadableFile } from "../files.js";
import { nearest } from "../suggest.js";
import { type Arguments, COMMON_OPTIONS, parseArguments } from "./arguments.js";
import { createPaint, wantsColours } from "./colours.js";
import { commands } from "./commands.js";
import { CommandFailure, isCommandFailure } from "./failure.js";
import { describeCommand, describeCommands } from "./help.js";
import { portable } from "./sidecars/find.js";
import { createOutput } from "./terminal.js";
import { loadTransformerCommands, TRANSFORMER_COMMANDS } from "./transformer.js";
import { readVersion } from "./version.js";

const INSTALL = "install @importspy/transformer as a development dependency";

async function findCommand(name: string, cwd: string): Promise<Command> {
  const own = commands.find((command) => command.name === name);
  if (own) return own;
  const known = [...commands, ...TRANSFORMER_COMMANDS].map((command) => command.name);
  if (!known.includes(name)) {
    const near = nearest(name, known);
    throw new CommandFailure(`unknown command ${name}; ${near ? `did you mean ${near}?` : "see importspy --help"}`);
  }
  const installed = await loadTransformerCommands(cwd);
  const command = installed?.find((candidate) => candidate.name === name);
  if (!command) throw new CommandFailure(`the command is not installed here: ${INSTALL}`);
  return command;
}

type Surroundings = Omit<CommandContext, "values" | "positionals" | "fail">;

async function showHelp({ cwd, paint, stdout }: Surroundings): Promise<void> {
  const installed = await loadTransformerCommands(cwd);
  const notes = installed ? [] : [`For ${TRANSFORMER_COMMANDS.map(({ name }) => name).join(", ")}: ${INSTALL}.`];
  stdout.write(describeCommands([...(installed ?? TRANSFORMER_COMMANDS), ...commands], notes, paint));
}

async function runCommand(command: Command, args: readonly string[], surroundings: Surroundings): Promise<number> {
  const asksForHelp = args.length === 1 && (args[0] === "--help" || args[0] === "-h");
  const given: Arguments =
    command.parsesArguments && !asksForHelp
      ? { values: {}, positionals: args }
      : parseArguments(args, { ...command.options, ...COMMON_OPTIONS });
  if (given.values.help) {
    surroundings.stdout.write(describeCommand(command, surroundings.paint));
    return 0;
  }
  if (command.operands === undefined && !command.parsesArguments && given.positionals.length) {
    throw new CommandFailure(`unexpected argument ${given.positionals[0]}; see importspy ${command.name} --help`);
  }
  const fail = (message: string): never => {
    throw new CommandFailure(message);
  };
  return command.run({ ...surroundings, ...given, fail });
}

async function dispatch(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const [name, ...rest] = args;
  if (name !== undefined && !name.startsWith("-") && name !== "help") {
    return runCommand(await findCommand(name, surroundings.cwd), rest, surroundings);
  }
  if (name === "help" && rest[0] !== undefined) {
    return runCommand(await findCommand(rest[0], surroundings.cwd), ["--help"], surroundings);
  }
  const version = { type: "boolean", short: "v", description: "" } as const;
  const { values } = parseArguments(name === "help" ? ["--help"] : args, { ...COMMON_OPTIONS, version });
  if (values.version) surroundings.stdout.write(`${readVersion()}\n`);
  else await showHelp(surroundings);
  // Called without a command. This is likely a mistake, for instance an unset variable in a script.
  return values.version || values.help ? 0 : 2;
}

/** Escapes control characters, because a message repeats arguments, which may contain anything. */
const onOneLine = (text: string) => text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));

/**
 * An error of the file system, such as a file that cannot be written or a broken link. It is not a bug in the command.
 */
function isOfFileSystem(error: unknown): error is NodeJS.ErrnoException & { readonly path: string } {
  return error instanceof Error && "syscall" in error && "path" in error && typeof error.path === "string";
}

function describeFailure(error: unknown): string {
  if (isCommandFailure(error)) return onOneLine(error.message);
  if (error instanceof UnreadableFile) {
    return onOneLine(`${portable(process.cwd(), error.path)} cannot be read: ${error.reason}`);
  }
  if (isOfFileSystem(error)) {
    return onOneLine(`${portable(process.cwd(), error.path)} cannot be used (${error.code}, ${error.syscall})`);
  }
  return `this is a bug in importspy: ${error instanceof Error ? error.stack : String(error)}`;
}

/**
 * Runs `importspy`.
 *
 * @param args - The arguments after the program's name.
 * @returns The exit code. Errors are written to stderr, not thrown.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { env } = process;
  const stdout = createOutput("stdout");
  const stderr = createOutput("stderr");
  const paint = createPaint(wantsColours(env, stdout.isTTY));
  const [name] = args;
  const program = [...commands, ...TRANSFORMER_COMMANDS].some((command) => command.name === name)
    ? `importspy ${name}`
    : "importspy";
  try {
    return await dispatch(args, { cwd: process.cwd(), env, stdout, stderr, paint });
  } catch (error) {
    const { red } = createPaint(wantsColours(env, stderr.isTTY));
    stderr.write(`${red(`${program}:`)} ${describeFailure(error)}\n`);
    return 2;
  }
}
