/**
 * Makes untrusted text safe to print: names of files, packages and variables, notes, versions.
 *
 * @module
 */

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: these are what is looked for
/** Control characters except tabs and line breaks, and invisible characters that change direction or break lines. */
const CONTROLS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\r(?!\n)/g;
const BREAKS = /[\t\r\n]/g;

/** The colour codes of this program: see `createPaint`. */
const COLOURS = /(\u001b\[(?:1|2|22|3[12369])m)/;
/** The colour codes of this program and of TypeScript's reports. */
const ALL_COLOURS = /(\u001b\[(?:0|7|9[0-7])m)/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: these are what is looked for

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * Lines that a CI runner reads as commands: `::error::`, `::add-mask::`, also after spaces
 * ({@link https://docs.github.com/actions/reference/workflow-commands-for-github-actions}), and `##[error]`,
 * `##vso[…]` or `##teamcity[…]` anywhere
 * ({@link https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands},
 * {@link https://www.jetbrains.com/help/teamcity/service-messages.html}).
 */
const LINE_COMMANDS = /^([^\S\n]*):(?=:)/gm;
const COMMANDS = /##(?=(?:vso|teamcity)?\[)/g;

/**
 * Escapes control characters, and changes text that a CI runner would read as a command. Line breaks stay.
 *
 * @param text - Any text.
 * @returns The same text if nothing in it needs a change.
 * @example
 * ```ts
 * printable("a\u001b[31m"); // "a\\u001b[31m"
 * printable("::error::no"); // ": :error::no"
 * ```
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, escaped).replace(LINE_COMMANDS, "$1: ").replace(COMMANDS, "# #");
}

/**
 * {@link printable} for text that must stay on one line, such as the name of a file.
 *
 * @param text - Any text.
 */
export function printableLine(text: string): string {
  return printable(text.replace(BREAKS, escaped));
}

/**
 * Whether a text is safe to print: {@link printable} does not change it.
 *
 * @param text - Any text.
 * @param isLine - Whether it must also stay on one line.
 */
export function isPrintable(text: string, isLine = false): boolean {
  return text === (isLine ? printableLine(text) : printable(text));
}

/** Escapes control characters, except where the pattern matches. */
const shownBut = (text: string, kept: RegExp) => {
  const parts = text.split(kept);
  return parts.map((part, index) => (index % 2 ? part : part.replace(CONTROLS, escaped))).join("");
};

/**
 * Escapes control characters in the output of a command, except the colours of this program.
 *
 * @param text - The output.
 * @param mayCommand - Whether lines may be commands of a CI runner. Commands that work anywhere in a line are never
 * kept.
 */
export function printableOutput(text: string, mayCommand = true): string {
  const shown = shownBut(text, COLOURS);
  return (mayCommand ? shown : shown.replace(LINE_COMMANDS, "$1: ")).replace(COMMANDS, "# #");
}

/**
 * {@link printable} for the report of a compiler, which may have colours.
 *
 * @param text - The report.
 */
export function printableReport(text: string): string {
  return shownBut(text, ALL_COLOURS).replace(LINE_COMMANDS, "$1: ").replace(COMMANDS, "# #");
}
