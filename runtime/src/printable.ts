/**
 * What people and CI logs are shown of texts that others wrote: names of files, packages and variables, notes, versions.
 *
 * @module
 */

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: these are what is looked for
/** Controls but tabs and line breaks, and what turns the direction of a line around or breaks it unseen. */
const CONTROLS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\r(?!\n)/g;
const BREAKS = /[\t\r\n]/g;

/** The colours that this program writes itself: see `createPaint`. */
const COLOURS = /(\u001b\[(?:1|2|22|3[12369])m)/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: these are what is looked for

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * Lines that a CI's runner takes for commands to itself: `::error::`, `::add-mask::`, also after spaces
 * ({@link https://docs.github.com/actions/reference/workflow-commands-for-github-actions}), and `##[error]` or
 * `##vso[…]` anywhere ({@link https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands}).
 */
const COMMANDS = /^([^\S\n]*):(?=:)|##(?=\[|vso\[)/gm;

/**
 * Shows control characters instead of letting a terminal obey them, and takes the meaning of commands to a CI's runner
 * away. Line breaks stay.
 *
 * @param text - Any text.
 * @returns The same text where nothing in it does anything.
 * @example
 * ```ts
 * printable("a\u001b[31m"); // "a\\u001b[31m"
 * printable("::error::no"); // ": :error::no"
 * ```
 */
export function printable(text: string): string {
  return text
    .replace(CONTROLS, escaped)
    .replace(COMMANDS, (_, space: string | undefined) => (space === undefined ? "# #" : `${space}: `));
}

/**
 * {@link printable} for what has to stay within a line, such as the name of a file.
 *
 * @param text - Any text.
 */
export function printableLine(text: string): string {
  return printable(text.replace(BREAKS, escaped));
}

/**
 * Shows control characters in the output of a command but for its own colours.
 *
 * @param text - What is to be written.
 */
export function printableOutput(text: string): string {
  const parts = text.split(COLOURS);
  return parts.map((part, index) => (index % 2 ? part : part.replace(CONTROLS, escaped))).join("");
}
