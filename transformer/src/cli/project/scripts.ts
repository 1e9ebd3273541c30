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
  /^\s*(?:cross-env\s+)?(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|[^\s"'])*\s+)*(?:(?:npx|bunx|yarn|pnpm)\s+(?:(?:exec|dlx|run|-y|--yes|--no-install|--)\s+)*|npm\s+exec\s+(?:--\s+)?)?/;

/** `node node_modules/typescript/bin/tsc` is tsc. */
const NODE = /^(?:node|bun)\s+(?:-\S+\s+)*(?=\S*[\\/](?:tsc|tspc)(?:\.js)?(?:\s|$))/;

const QUOTED = /(["'])(.*?)\1/g;

/** The program's name without its folder, and the arguments without quotation marks. */
function readCommand(script: string, part: string, offset: number): ScriptCommand[] {
  const runner = RUNNERS.exec(part)?.[0].length ?? 0;
  const before = runner + (NODE.exec(part.slice(runner))?.[0].length ?? 0);
  const [program, ...args] = part
    .slice(before)
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(QUOTED, "$2"));
  if (!program) return [];
  const end = offset + before + program.length;
  const name = program.replace(/^.*[\\/]/, "").replace(/^(tsp?c)\.js$/, "$1");
  // `node` goes with the program that it runs.
  return [{ script, program: name, args, start: offset + runner, end }];
}

/** The commands in a text: between `&&`, `|` and `;`, and in quotation marks, for `concurrently "tsc -w"`. */
function readText(script: string, text: string, offset: number): ScriptCommand[] {
  const masked = text.replace(QUOTED, (quoted) => quoted.replace(/[&|;]/g, "_"));
  const own = [...masked.matchAll(/[^&|;]+/g)].flatMap(({ 0: part, index }) =>
    readCommand(script, text.slice(index, index + part.length), offset + index),
  );
  const quoted = [...text.matchAll(QUOTED)].flatMap(({ 2: inner = "", index }) =>
    // One word in quotation marks is an argument.
    /\s/.test(inner.trim()) || /^tsp?c$/.test(inner) ? readText(script, inner, offset + index + 1) : [],
  );
  return [...own, ...quoted].sort((a, b) => a.start - b.start);
}

/**
 * The commands of the scripts of a package.json. Not a shell: enough to see which program is called with what.
 *
 * @param scripts - The scripts by name.
 */
export function readCommands(scripts: Readonly<Record<string, string>>): ScriptCommand[] {
  return Object.entries(scripts).flatMap(([script, text]) => readText(script, text, 0));
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
