import type { Command, OptionDescription, OptionDescriptions, Paint } from "../cli.js";
import { COMMON_OPTIONS } from "./arguments.js";

type Row = readonly [left: string, right: string];

function table(rows: readonly Row[], paint: Paint): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${paint.cyan(left.padEnd(width))}  ${right}`).join("\n");
}

function optionRow([name, option]: [string, OptionDescription]): Row {
  const { short, type, placeholder, choices, multiple, description } = option;
  const value = type === "boolean" ? "" : ` <${placeholder ?? choices?.join("|") ?? "value"}>`;
  return [`${short ? `-${short}, ` : "    "}--${name}${value}`, `${description}${multiple ? " (repeatable)" : ""}`];
}

const optionTable = (options: OptionDescriptions, paint: Paint) =>
  table(Object.entries({ ...options, ...COMMON_OPTIONS }).map(optionRow), paint);

/**
 * The help text of `importspy`.
 *
 * @param commands - All commands, including those that are not installed.
 * @param notes - Notes for the end, for instance about commands that are not installed.
 */
export function describeCommands(
  commands: readonly Pick<Command, "name" | "summary">[],
  notes: readonly string[],
  paint: Paint,
): string {
  const version = { type: "boolean", short: "v", description: "Show the version" } as const;
  return [
    "Import contracts for TypeScript: a broken contract never loads.",
    "",
    `${paint.bold("Usage:")} importspy <command> [options]`,
    "",
    paint.bold("Commands:"),
    table(
      commands.map(({ name, summary }) => [name, summary]),
      paint,
    ),
    "",
    paint.bold("Options:"),
    optionTable({ version }, paint),
    "",
    "importspy <command> --help shows a command's options and examples.",
    ...notes,
    "",
  ].join("\n");
}

/** The help text of one command. */
export function describeCommand(command: Command, paint: Paint): string {
  const { name, summary, operands, options, examples, details } = command;
  const usage = ["importspy", name, ...(Object.keys(options).length ? ["[options]"] : []), operands].filter(Boolean);
  const shown = examples.map(({ command: line, description }) => `  ${paint.dim(`# ${description}`)}\n  ${line}`);
  return [
    `${summary}.`,
    "",
    `${paint.bold("Usage:")} ${usage.join(" ")}`,
    "",
    paint.bold("Options:"),
    optionTable(options, paint),
    ...(details ? ["", details] : []),
    ...(shown.length ? ["", paint.bold("Examples:"), shown.join("\n\n")] : []),
    "",
  ].join("\n");
}
