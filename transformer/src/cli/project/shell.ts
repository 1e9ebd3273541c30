import path from "node:path";
import type { Assignment, Command, ParsedScript, SyntaxNode, Word as WordNode, WordPart } from "unbash" with {
  "resolution-mode": "import",
};

/** A word of a command, without quotation marks. */
export interface Word {
  readonly text: string;
  /** It has an expansion (`$NAME`, `$(…)`): what it is, only the shell knows. */
  readonly isDynamic: boolean;
  /** Where `text` stands in the script, when it stands there letter for letter. */
  readonly at: number | undefined;
  /** Where it ends there. */
  readonly end: number;
}

/** A call of a program. */
export interface ShellCommand {
  /** The program and its arguments. */
  readonly words: readonly [Word, ...Word[]];
  /** Variables that are set for it. */
  readonly variables: Readonly<Record<string, string>>;
  /** The folder that it runs in; `undefined` where that is computed. */
  readonly folder: string | undefined;
}

/** What a text in the language of the shell runs. */
export interface ShellText {
  readonly commands: readonly ShellCommand[];
  /** Why the text cannot be read. */
  readonly error: string | undefined;
}

/** Reads a text in the language of the shell; see {@link loadShell}. */
export type ReadShell = (text: string, folder: string, offset?: number) => ShellText;

const EXPANSIONS: ReadonlySet<WordPart["type"]> = new Set([
  "SimpleExpansion",
  "ParameterExpansion",
  "CommandExpansion",
  "ArithmeticExpansion",
  "ProcessSubstitution",
]);

function isDynamicPart(part: WordPart): boolean {
  if (EXPANSIONS.has(part.type)) return true;
  return "parts" in part && (part.parts ?? []).some(isDynamicPart);
}

/** `.\dist\main.js`: what scripts for Windows write, a shell elsewhere would take away. */
const WINDOWS_PATH = /^[\w.@-]*(?:\\[\w.@-]+)+$/;

/** The place of a word's text: behind the opening quotation mark, where nothing inside is escaped. */
function placeOf({ text, value, pos, parts }: WordNode): number | undefined {
  if (text === value) return pos;
  const isQuoted = parts?.length === 1 && (parts[0]?.type === "DoubleQuoted" || parts[0]?.type === "SingleQuoted");
  return isQuoted && text.slice(1, -1) === value ? pos + 1 : undefined;
}

function wordOf(node: WordNode | Assignment, offset: number | undefined): Word {
  if (node.type === "Assignment") {
    const isDynamic = node.value.type === "Word" && (node.value.parts ?? []).some(isDynamicPart);
    return { text: node.text.replace(/=(["'])(.*)\1$/s, "=$2"), isDynamic, at: undefined, end: 0 };
  }
  const text = WINDOWS_PATH.test(node.text) ? node.text.replaceAll("\\", "/") : node.value;
  const place = placeOf(node);
  const at = place === undefined || offset === undefined ? undefined : place + offset;
  return { text, isDynamic: (node.parts ?? []).some(isDynamicPart), at, end: at === undefined ? 0 : at + text.length };
}

/** What earlier commands of the same shell have done. */
interface ShellState {
  folder: string | undefined;
  variables: Record<string, string>;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

/** Splits `NAME=value`. */
export function readAssignment(text: string): readonly [name: string, value: string] | undefined {
  const [, name, value] = ASSIGNMENT.exec(text) ?? [];
  return name === undefined || value === undefined ? undefined : [name, value];
}

/** `cd folder`, `export NAME=value`: what they change for the commands behind them. */
function apply(state: ShellState, [program, ...args]: readonly Word[]): void {
  if (program?.text === "cd" || program?.text === "pushd") {
    const target = args.find(({ text }) => !text.startsWith("-"));
    const isKnown = state.folder !== undefined && target && !target.isDynamic && !target.text.startsWith("~");
    state.folder = isKnown ? path.resolve(state.folder!, target.text) : undefined;
  }
  if (program?.text === "popd") state.folder = undefined;
  if (program?.text === "export" || program?.text === "set") {
    for (const { text } of args) {
      const [name, value] = readAssignment(text) ?? [];
      if (name !== undefined) state.variables[name] = value!;
    }
  }
}

/**
 * Loads the parser of the shell's language, which is a module of ECMAScript.
 *
 * @returns Gives all commands of a text: behind `&&`, in pipes, in subshells, in `$(…)`, in `if` and loops.
 */
export async function loadShell(): Promise<ReadShell> {
  const { parse, forEachChild } = await import("unbash");
  return (text, folder, offset = 0) => {
    const commands: ShellCommand[] = [];
    const errors: string[] = [];
    const functions = new Set<string>();

    const readCommand = (command: Command, state: ShellState, place: number | undefined) => {
      const assigned = command.prefix.flatMap((each) => (each.type === "Assignment" ? [each] : []));
      const variables = Object.fromEntries(
        assigned.map(({ name, value }) => [name, value.type === "Word" ? value.value : ""] as const),
      );
      const words = [...(command.name ? [command.name] : []), ...command.args].map((each) => wordOf(each, place));
      const [program, ...args] = words;
      if (!program) {
        Object.assign(state.variables, variables);
        return;
      }
      if (!functions.has(program.text)) {
        commands.push({
          words: [program, ...args],
          variables: { ...state.variables, ...variables },
          folder: state.folder,
        });
      }
      apply(state, words);
    };

    const visit = (node: SyntaxNode, state: ShellState, place: number | undefined): void => {
      const inner =
        node.type === "Subshell" || node.type === "Script" ? { ...state, variables: { ...state.variables } } : state;
      // Positions in a script between escaped backticks are those of another text.
      const innerPlace = node.type === "Script" && node.source !== undefined ? undefined : place;
      if (node.type === "Script") errors.push(...((node as ParsedScript).errors ?? []).map(({ message }) => message));
      if (node.type === "Function") functions.add(node.name.value);
      // What is in `$(…)` runs before the command that takes it.
      forEachChild(node, (child) => visit(child, inner, innerPlace));
      if (node.type === "Command") readCommand(node, state, place);
    };
    visit(parse(text), { folder, variables: {} }, offset);
    return { commands, error: errors[0] };
  };
}
