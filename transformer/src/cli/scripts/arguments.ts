import type { Word } from "../project/shell.js";

/** An option among arguments. */
export interface GivenOption {
  readonly name: string;
  readonly value: Word | undefined;
}

/** Arguments, sorted by kind. */
export interface Arguments {
  readonly options: readonly GivenOption[];
  /** Arguments before `--` that are not options. */
  readonly operands: readonly Word[];
  /** Arguments after `--`. */
  readonly rest: readonly Word[];
}

/** Splits a list of names: `"--config --mode"`. */
export const list = (names: string): string[] => names.split(" ");

/** A word without a position, for implied arguments. */
export const wordFor = (text: string): Word => ({ text, isDynamic: false, at: undefined, end: 0 });

const isOption = ({ text }: Word) => text.startsWith("-") && text !== "-";

function readOption(word: Word, next: Word | undefined, valued: readonly string[]): GivenOption & { length: number } {
  const [name, inline] = word.text.split(/=(.*)/s);
  if (inline !== undefined) return { name: name!, value: { ...word, text: inline, at: undefined }, length: 1 };
  // The value of some options is optional: `rollup -c -o out.js`.
  const takesNext = valued.includes(word.text) && next !== undefined && !isOption(next);
  return { name: word.text, value: takesNext ? next : undefined, length: takesNext ? 2 : 1 };
}

/**
 * Splits arguments.
 *
 * @param args - The arguments.
 * @param valued - The options that take the next word as their value.
 */
export function splitArguments(args: readonly Word[], valued: readonly string[] = []): Arguments {
  const options: GivenOption[] = [];
  const operands: Word[] = [];
  for (let index = 0; index < args.length; ) {
    const word = args[index]!;
    if (word.text === "--") return { options, operands, rest: args.slice(index + 1) };
    if (isOption(word)) {
      const { length, ...option } = readOption(word, args[index + 1], valued);
      options.push(option);
      index += length;
    } else {
      operands.push(word);
      index++;
    }
  }
  return { options, operands, rest: [] };
}

/** Splits the arguments of a program that runs another one: its own options, and the command. */
export function splitCommand(
  args: readonly Word[],
  valued: readonly string[] = [],
): { readonly options: readonly GivenOption[]; readonly command: readonly Word[] } {
  const options: GivenOption[] = [];
  let index = 0;
  while (index < args.length && isOption(args[index]!)) {
    if (args[index]!.text === "--") return { options, command: args.slice(index + 1) };
    const { length, ...option } = readOption(args[index]!, args[index + 1], valued);
    options.push(option);
    index += length;
  }
  return { options, command: args.slice(index) };
}

/** The values of an option. */
export const valuesOf = ({ options }: Pick<Arguments, "options">, ...names: readonly string[]): Word[] =>
  options.flatMap(({ name, value }) => (names.includes(name) && value ? [value] : []));

/** Whether an option is present. */
export const hasOption = ({ options }: Pick<Arguments, "options">, ...names: readonly string[]): boolean =>
  options.some(({ name }) => names.includes(name));
