/**
 * The nouns of the command line: what a command is, and what it is given when it runs. `@importspy/transformer/cli`
 * exports `commands`, an array of {@link Command}. Nothing here runs.
 *
 * @module
 */

/** An option of a command, as `parseArgs` of `node:util` takes it, and what people need to know about it. */
export interface OptionDescription {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** The option may be given several times; its value is a list. */
  readonly multiple?: boolean;
  /** What it does, in a few words: for help and completion. */
  readonly description: string;
  /** What stands for the value in help, for instance `"file"`. */
  readonly placeholder?: string;
  /** The values there are; any other is refused. */
  readonly choices?: readonly string[];
}

/** The options of a command by their long names. `help` is understood by every command. */
export type OptionDescriptions = Readonly<Record<string, OptionDescription>>;

type ValueOf<Option extends OptionDescription> = Option["type"] extends "boolean"
  ? boolean
  : Option extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : string;

/** What was given for the options; an option that was not given is absent. */
export type OptionValues<Options extends OptionDescriptions> = {
  readonly [Name in keyof Options]?: Options[Name] extends { readonly multiple: true }
    ? readonly ValueOf<Options[Name]>[]
    : ValueOf<Options[Name]>;
};

/** An invocation that shows what a command is for. */
export interface Example {
  /** As typed, for instance `"importspy check dist --format json"`. */
  readonly command: string;
  readonly description: string;
}

/** Where a command writes to. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal, when it is one. */
  readonly columns: number | undefined;
}

/** Colours of text: each returns the text as it is where there shall be none. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** What a command is given when it runs. */
export interface CommandContext<Options extends OptionDescriptions = OptionDescriptions> {
  readonly values: OptionValues<Options>;
  /** Arguments that are no options. */
  readonly positionals: readonly string[];
  /** The folder that the command was called in; paths among the arguments are relative to it. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Colours for what goes to {@link CommandContext.stdout}. */
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
  /** The arguments that are no options, as help shows them: `"[dir|file…]"`. None are taken when it is absent. */
  readonly operands?: string;
  /** What completion offers for them; files when absent. */
  readonly operandChoices?: readonly string[];
  readonly options: Options;
  readonly examples: readonly Example[];
  /** The command parses its arguments itself: all of them are positionals, unless the only one asks for help. */
  readonly parsesArguments?: true;
  /** More for the command's own help, for instance its exit codes. */
  readonly details?: string;
  /**
   * Runs the command.
   *
   * @returns The exit code: 0 when all is well, 1 when what was asked about is broken, 2 when it cannot tell.
   */
  run(context: CommandContext<Options>): number | Promise<number>;
}
