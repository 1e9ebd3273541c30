import { parseArgs } from "node:util";
import type { OptionDescription, OptionDescriptions, OptionValues } from "../cli.js";
import { nearest } from "../suggest.js";
import { CommandFailure } from "./failure.js";

/** The options that every command has. */
export const COMMON_OPTIONS = {
  help: { type: "boolean", short: "h", description: "Show help" },
} as const satisfies OptionDescriptions;

/** The parsed arguments of a command. */
export interface Arguments {
  readonly values: OptionValues<OptionDescriptions>;
  readonly positionals: readonly string[];
}

type Token = Extract<
  NonNullable<ReturnType<typeof parseArgs<{ tokens: true; strict: false }>>["tokens"]>[number],
  { kind: "option" }
>;

function unknownOption({ rawName }: Token, options: OptionDescriptions): CommandFailure {
  const known = Object.entries(options).flatMap(([name, { short }]) => [`--${name}`, ...(short ? [`-${short}`] : [])]);
  const near = rawName.startsWith("--") ? nearest(rawName, known) : undefined;
  return new CommandFailure(`unknown option ${rawName}; ${near ? `did you mean ${near}?` : "see --help"}`);
}

function readValue(token: Token, { type, choices, placeholder }: OptionDescription): string | boolean {
  const { rawName, value, inlineValue } = token;
  if (type === "boolean") {
    if (value !== undefined) throw new CommandFailure(`${rawName} takes no value`);
    return true;
  }
  // `--format --env A=1`: a value is missing. Write `--option=-value` for a value that starts with a dash.
  if (value === undefined || (!inlineValue && value.startsWith("-"))) {
    throw new CommandFailure(
      `${rawName} needs a value: ${rawName} ${choices?.join("|") ?? `<${placeholder ?? "value"}>`}`,
    );
  }
  if (choices && !choices.includes(value)) {
    const near = nearest(value, choices);
    const hint = near ? `did you mean ${near}?` : `it is one of ${choices.join(", ")}`;
    throw new CommandFailure(`unknown value ${JSON.stringify(value)} for ${rawName}; ${hint}`);
  }
  return value;
}

/**
 * Parses the arguments of a command. `parseArgs` splits them; the error messages are ours and suggest the nearest name.
 *
 *
 * @param args - The arguments after the command's name.
 * @param options - The options that the command has.
 * @throws CommandFailure for an unknown option, or one whose value is missing or not among its choices.
 */
export function parseArguments(args: readonly string[], options: OptionDescriptions): Arguments {
  const { tokens } = parseArgs({ args: [...args], options: { ...options }, strict: false, tokens: true });
  const values: Record<string, string | boolean | (string | boolean)[]> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) throw unknownOption(token, options);
    const value = readValue(token, option);
    const earlier = values[token.name];
    if (option.multiple) values[token.name] = Array.isArray(earlier) ? [...earlier, value] : [value];
    else values[token.name] = value;
  }
  return { values: values as OptionValues<OptionDescriptions>, positionals };
}
