import type { Command, OptionDescription } from "../../../cli.js";
import { COMMON_OPTIONS } from "../../arguments.js";

type NamedOption = readonly [name: string, option: OptionDescription];

const optionsOf = ({ options }: Command): NamedOption[] => Object.entries({ ...options, ...COMMON_OPTIONS });

const takesValue = ([, { type }]: NamedOption) => type === "string";

/** The long and the short form of an option. */
const spellings = ([name, { short }]: NamedOption) => [`--${name}`, ...(short ? [`-${short}`] : [])];

/** `'it'\''s'`: text as one word of a POSIX shell. */
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * The completion script for bash.
 *
 * @param commands - The commands to complete.
 */
export function bash(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const options = optionsOf(command);
    const values = options.filter(takesValue).map((option) => {
      const { choices } = option[1];
      const reply = choices
        ? `COMPREPLY=($(compgen -W ${quote(choices.join(" "))} -- "$current"))`
        : "_importspy_files";
      return `        ${spellings(option).join("|")}) ${reply}; return ;;`;
    });
    const words = options.flatMap(spellings).join(" ");
    const operands = command.operandChoices
      ? `COMPREPLY=($(compgen -W ${quote(command.operandChoices.join(" "))} -- "$current"))`
      : command.operands === undefined
        ? ":"
        : "_importspy_files";
    return [
      `    ${command.name})`,
      ...(values.length ? ['      case "$previous" in', ...values, "      esac"] : []),
      `      if [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W ${quote(words)} -- "$current")); else ${operands}; fi ;;`,
    ].join("\n");
  });
  const commandNames = commands.map(({ name }) => name).join(" ");
  const names = `${commandNames} --help --version`;
  return `# bash completion for importspy
_importspy_files() {
  # A file a line: their names may hold spaces.
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}
_importspy() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W ${quote(names)} -- "$current"))
    return
  fi
  # bash takes --format=json for three words.
  if [[ "$current" == = ]]; then
    current=
  elif [[ "$previous" == = ]]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  case "\${COMP_WORDS[1]}" in
    help) COMPREPLY=($(compgen -W ${quote(commandNames)} -- "$current")) ;;
${cases.join("\n")}
  esac
}
complete -F _importspy importspy
`;
}

/** Escapes text for `_arguments` of zsh, where `[`, `]` and `:` are special. */
const specification = (text: string) => text.replace(/[[\]:\\]/g, "\\$&");

/**
 * The completion script for zsh.
 *
 * @param commands - The commands to complete.
 */
export function zsh(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const specifications = optionsOf(command).flatMap((option) => {
      const [name, { description, choices, multiple, placeholder }] = option;
      const action = choices ? `(${choices.join(" ")})` : "_files";
      const value = takesValue(option) ? `:${specification(placeholder ?? name)}:${action}` : "";
      return spellings(option).map((word) =>
        quote(`${multiple ? "*" : ""}${word}[${specification(description)}]${value}`),
      );
    });
    const { operandChoices } = command;
    const operands = quote(operandChoices ? `1:${command.name}:(${operandChoices.join(" ")})` : "*:file:_files");
    return `    ${command.name}) _arguments ${[...specifications, operands].join(" \\\n      ")} ;;`;
  });
  const names = commands.map(({ name, summary }) => `    ${quote(`${specification(name)}:${specification(summary)}`)}`);
  return `#compdef importspy
_importspy() {
  local -a commands=(
${names.join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  ((CURRENT--))
  case "$command" in
${cases.join("\n")}
  esac
}
# Loaded by compinit from a file in $fpath, or sourced.
if [[ "$funcstack[1]" == _importspy ]]; then _importspy "$@"; else compdef _importspy importspy; fi
`;
}

/**
 * The completion script for fish.
 *
 * @param commands - The commands to complete.
 */
export function fish(commands: readonly Command[]): string {
  const names = commands.map(
    ({ name, summary }) => `complete -c importspy -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`,
  );
  const rest = commands.flatMap((command) => {
    const condition = `complete -c importspy -n '__fish_seen_subcommand_from ${command.name}'`;
    const options = optionsOf(command).map((option) => {
      const [name, { short, description, choices }] = option;
      const value = choices ? ` -x -a ${quote(choices.join(" "))}` : takesValue(option) ? " -r" : "";
      return `${condition} -l ${name}${short ? ` -s ${short}` : ""}${value} -d ${quote(description)}`;
    });
    const { operandChoices } = command;
    return [...(operandChoices ? [`${condition} -f -a ${quote(operandChoices.join(" "))}`] : []), ...options];
  });
  return `# fish completion for importspy\n${[...names, ...rest].join("\n")}\n`;
}
