/** One command of a script in package.json. */
export interface ScriptCommand {
  readonly script: string;
  /** The name of the program: `tsc`. */
  readonly program: string;
  readonly args: readonly string[];
  /** Where the program's name stands in the script's text. */
  readonly start: number;
  readonly end: number;
}

/** What may stand before a program: variables, and the package managers' ways to run one. */
const RUNNERS =
  /^\s*(?:cross-env\s+)?(?:[A-Za-z_]\w*=\S*\s+)*(?:(?:npx|bunx|yarn|pnpm)\s+(?:(?:exec|dlx|run|-y|--yes|--no-install|--)\s+)*|npm\s+exec\s+(?:--\s+)?)?/;

/**
 * The commands of the scripts of a package.json. Not a shell: enough to see which program is called with what.
 *
 * @param scripts - The scripts by name.
 */
export function readCommands(scripts: Readonly<Record<string, string>>): ScriptCommand[] {
  return Object.entries(scripts).flatMap(([script, text]) =>
    [...text.matchAll(/[^&|;]+/g)].flatMap(({ 0: part, index }) => {
      const before = RUNNERS.exec(part)?.[0].length ?? 0;
      const [program, ...args] = part.slice(before).trim().split(/\s+/);
      if (!program) return [];
      const start = index + before;
      return [{ script, program: program.replace(/^.*[\\/]/, ""), args, start, end: start + program.length }];
    }),
  );
}

/** The value of an option of tsc: what follows `-p`. */
export function optionOf({ args }: ScriptCommand, ...names: readonly string[]): string | undefined {
  const index = args.findIndex((arg) => names.includes(arg.toLowerCase()));
  return index < 0 ? undefined : args[index + 1];
}

/** Options with which tsc emits no JavaScript. */
const SILENT = [
  "--noemit",
  "--emitdeclarationonly",
  "--init",
  "--version",
  "-v",
  "--help",
  "-h",
  "--showconfig",
  "--clean",
];

/** Whether a call of `tsc` by itself asks for no JavaScript. */
export function emitsNothing({ args }: ScriptCommand): boolean {
  return args.some((arg, index) => SILENT.includes(arg.toLowerCase()) && args[index + 1] !== "false");
}
