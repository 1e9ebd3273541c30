/**
 * The types of the command line: a command, and the context in which it runs. `@importspy/transformer/cli` exports
 * `commands`, an array of {@link Command}. This file has no code that runs.
 *
 * @module
 */

/** An option of a command for `parseArgs` of `node:util`, with its help text. */
export interface OptionDescription {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** The option can be repeated; its value is a list. */
  readonly multiple?: boolean;
  /** A few words for help and completion. */
  readonly description: string;
  /** The name of the value in help, for instance `"file"`. */
  readonly placeholder?: string;
  /** The allowed values; others are refused. */
  readonly choices?: readonly string[];
}

/** The options of a command by long name. Every command also has `help`. */
export type OptionDescriptions = Readonly<Record<string, OptionDescription>>;

type ValueOf<Option extends OptionDescription> = Option["type"] extends "boolean"
  ? boolean
  : Option extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : string;

/** The values of the options; an option that was not given is absent. */
export type OptionValues<Options extends OptionDescriptions> = {
  readonly [Name in keyof Options]?: Options[Name] extends { readonly multiple: true }
    ? readonly ValueOf<Options[Name]>[]
    : ValueOf<Options[Name]>;
};

/** An example of how to call a command. */
export interface Example {
  /** The command line, for instance `"importspy check dist --format json"`. */
  readonly command: string;
  readonly description: string;
}

/** A stream that a command writes to. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** The width of the terminal; `undefined` when the output is not a terminal. */
  readonly columns: number | undefined;
}

/** Functions that colour text, or return it unchanged when colours are off. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** The context in which a command runs. */
export interface CommandContext<Options extends OptionDescriptions = OptionDescriptions> {
  readonly values: OptionValues<Options>;
  /** Arguments that are not options. */
  readonly positionals: readonly string[];
  /** The working directory; paths among the arguments are relative to it. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Colours for {@link CommandContext.stdout}. */
  readonly paint: Paint;
  /**
   * Ends the command with exit code 2 and one line on stderr, `importspy <command>: <message>`.
   *
   * @param message - What is wrong and what to do next.
   */
  fail(message: string): never;
}

/** A command of `importspy`. */
export interface Command<Options extends OptionDescriptions = OptionDescriptions> {
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** The positional arguments as help shows them: `"[dir|file…]"`. Without it, the command accepts none. */
  readonly operands?: string;
  /** The values that completion offers for them; files when absent. */
  readonly operandChoices?: readonly string[];
  readonly options: Options;
  readonly examples: readonly Example[];
  /** The command parses its arguments itself: all of them are positionals, unless the only one is a help option. */
  readonly parsesArguments?: true;
  /** Additional help text, for instance the exit codes. */
  readonly details?: string;
  /**
   * Runs the command.
   *
   * @returns The exit code: 0 for success, 1 when a check fails, 2 when the result is unknown.
   */
  run(context: CommandContext<Options>): number | Promise<number>;
}
