import path from "node:path";
import type { Assignment, Command, ParsedScript, SyntaxNode, Word as WordNode, WordPart } from "unbash" with {
  "resolution-mode": "import",
};

/** A word of a command, without quotes. */
export interface Word {
  readonly text: string;
  /** It contains an expansion (`$NAME`, `$(…)`), so its value is unknown. */
  readonly isDynamic: boolean;
  /** The position of `text` in the script, if the script contains it exactly like this. */
  readonly at: number | undefined;
  /** The end position. */
  readonly end: number;
}

/** A call of a program. */
export interface ShellCommand {
  /** The program and its arguments. */
  readonly words: readonly [Word, ...Word[]];
  /** The variables that are set for it. */
  readonly variables: Readonly<Record<string, string>>;
  /** The folder in which it runs; `undefined` when it is computed. */
  readonly folder: string | undefined;
}

/** The commands in a shell text. */
export interface ShellText {
  readonly commands: readonly ShellCommand[];
  /** Why the text cannot be read. */
  readonly error: string | undefined;
}

/** Parses a shell text; see {@link loadShell}. */
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

/** `.\dist\main.js`: a Windows path. A POSIX shell would remove the backslashes. */
const WINDOWS_PATH = /^[\w.@-]*(?:\\[\w.@-]+)+$/;

/** The position of a word: after the opening quote, if nothing inside is escaped. */
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

/** The effect of earlier commands in the same shell. */
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

/** Applies `cd folder` and `export NAME=value` to the following commands. */
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
 * Loads the shell parser, which is an ES module.
 *
 * @returns Finds all commands of a text: after `&&`, in pipes, subshells, `$(…)`, `if` and loops.
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
      // Inside escaped backticks, positions refer to another text.
      const innerPlace = node.type === "Script" && node.source !== undefined ? undefined : place;
      if (node.type === "Script") errors.push(...((node as ParsedScript).errors ?? []).map(({ message }) => message));
      if (node.type === "Function") functions.add(node.name.value);
      // A command in `$(…)` runs before the command that uses its output.
      forEachChild(node, (child) => visit(child, inner, innerPlace));
      if (node.type === "Command") readCommand(node, state, place);
    };
    visit(parse(text), { folder, variables: {} }, offset);
    return { commands, error: errors[0] };
  };
}
